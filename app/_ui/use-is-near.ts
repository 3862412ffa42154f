'use client';

import { useEffect, useState, type RefObject } from 'react';

/** What is heavy loads when it is this near the screen, and goes when it is farther: a show may have hundreds. */
const nearPx = 400;

/** Whether an element is near what is seen. */
export function useIsNear(area: RefObject<HTMLElement | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!area.current) return;
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: `${nearPx}px`,
    });
    observer.observe(area.current);
    return () => observer.disconnect();
  }, [area]);
  return isNear;
}
