'use client';

import { useCallback, useState } from 'react';

type Size = { width: number; height: number };

/** The border box of the element that gets `ref`, in pixels; undefined until it is there. */
export function useSize(): { ref: (element: HTMLElement | null) => (() => void) | undefined; size: Size | undefined } {
  const [size, setSize] = useState<Size>();
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const measure = () => {
      const next = { width: element.offsetWidth, height: element.offsetHeight };
      setSize((before) => (before?.width === next.width && before.height === next.height ? before : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return { ref, size };
}
