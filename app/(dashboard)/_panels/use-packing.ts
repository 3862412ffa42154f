'use client';

import { useMemo, useState } from 'react';
import { isSamePacking, pack, stack, type Box, type Packing } from './pack.ts';

type Packed = { packing: Packing; boxes: readonly Box[] };
const empty: Packed = { packing: { placed: new Map(), heightPx: 0, columns: 0 }, boxes: [] };

/**
 * Each packing starts from the one before, so that panels keep their columns when one grows or arrives. When somebody changed their order
 * or a width, they are packed anew: the same arrangement looks the same on every computer.
 */
export function usePacking(boxes: readonly Box[], widthPx: number, isStack: boolean): Packing {
  const [last, setLast] = useState(empty);
  const next = useMemo(() => {
    if (isStack) return stack(boxes, widthPx);
    return pack(boxes, widthPx, isRearranged(last.boxes, boxes) ? undefined : last.packing);
  }, [boxes, widthPx, isStack, last]);
  const isSame = isSamePacking(last.packing, next);
  if (!isSame || isRearranged(last.boxes, boxes)) setLast({ packing: next, boxes });
  return next;
}

/** True when panels that are in both stand in another order or have another width. */
export function isRearranged(before: readonly Box[], now: readonly Box[]): boolean {
  const widths = new Map(now.map(({ id, columns }) => [id, columns]));
  const stayed = before.filter(({ id }) => widths.has(id));
  const known = new Set(stayed.map(({ id }) => id));
  const order = now.filter(({ id }) => known.has(id));
  return stayed.some(({ id, columns }, index) => order[index]?.id !== id || widths.get(id) !== columns);
}
