'use client';

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

/** Rows drawn beyond what is seen, so that a quick scroll shows no gap. */
const beyond = 8;

/** Which rows of a long list to draw. Rows have one height; `reveal` scrolls one into view. */
export function useWindow(count: number, rowHeight: number) {
  const [box, attach] = useState<HTMLDivElement | null>(null);
  const [[from, to], setSpan] = useState<[number, number]>([0, 40]);
  useEffect(() => {
    if (!box) return;
    const measure = () => {
      const first = Math.max(0, Math.floor(box.scrollTop / rowHeight) - beyond);
      const last = Math.ceil((box.scrollTop + box.clientHeight) / rowHeight) + beyond;
      setSpan((before) => (before[0] === first && before[1] === last ? before : [first, last]));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    box.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', measure);
    };
  }, [box, rowHeight, count]);
  const reveal = useCallback(
    (index: number) => {
      if (!box || index < 0) return;
      const top = index * rowHeight;
      if (top < box.scrollTop) box.scrollTo({ top });
      else if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTo({ top: top + rowHeight - box.clientHeight });
    },
    [box, rowHeight],
  );
  return { attach, from: Math.min(from, count), to: Math.min(to, count), height: count * rowHeight, reveal };
}

/** Whether fingers are what this device is used with. */
export function useIsCoarse(): boolean {
  return useSyncExternalStore(followPointer, isCoarse, () => false);
}

function followPointer(tell: () => void): () => void {
  const query = matchMedia('(pointer: coarse)');
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}

function isCoarse(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
