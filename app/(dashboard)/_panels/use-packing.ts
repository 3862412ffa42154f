'use client';

import { useMemo, useState } from 'react';
import { isSamePacking, pack, stack, type Box, type Packing } from './pack.ts';

/** `isKnown`: its height is one to place panels by. */
export type KnownBox = Box & { isKnown: boolean };
/** `settled`: panels whose place no longer waits for anything. */
type Packed = { packing: Packing; settled: ReadonlySet<string>; boxes: readonly KnownBox[] };
const empty: Packed = { packing: { placed: new Map(), heightPx: 0, columns: 0 }, settled: new Set(), boxes: [] };

/**
 * Each packing starts from the one before, so that panels keep their columns when one grows or arrives. When somebody changed their order
 * or a width, they are packed anew: the same arrangement looks the same on every computer.
 */
export function usePacking(boxes: readonly KnownBox[], widthPx: number, isStack: boolean): Omit<Packed, 'boxes'> {
  const [last, setLast] = useState(empty);
  const next = useMemo(() => {
    const settled = settledOf(boxes, last.settled);
    if (isStack) return { packing: stack(boxes, widthPx), settled };
    return { packing: pack(boxes, widthPx, isRearranged(last.boxes, boxes) ? undefined : settledIn(last)), settled };
  }, [boxes, widthPx, isStack, last]);
  const isSame = isSamePacking(last.packing, next.packing) && last.settled.size === next.settled.size;
  if (!isSame || isRearranged(last.boxes, boxes)) setLast({ ...next, boxes });
  return next;
}

/**
 * Panels settle in their order, each when its height is known, for where it stands depends on those before it. What has settled stays so
 * when another arrives before it.
 */
export function settledOf(boxes: readonly KnownBox[], before: ReadonlySet<string>): Set<string> {
  const settled = new Set<string>();
  let areAllBefore = true;
  for (const { id, isKnown } of boxes) {
    if (before.has(id) || (areAllBefore && isKnown)) settled.add(id);
    else areAllBefore = false;
  }
  return settled;
}

/** What the next packing keeps. The others take the best free spot, as if they had just come. */
function settledIn({ packing, settled }: Packed): Packing {
  return { ...packing, placed: new Map([...packing.placed].filter(([id]) => settled.has(id))) };
}

/** True when panels that are in both stand in another order or have another width. */
export function isRearranged(before: readonly Box[], now: readonly Box[]): boolean {
  const widths = new Map(now.map(({ id, columns }) => [id, columns]));
  const stayed = before.filter(({ id }) => widths.has(id));
  const known = new Set(stayed.map(({ id }) => id));
  const order = now.filter(({ id }) => known.has(id));
  return stayed.some(({ id, columns }, index) => order[index]?.id !== id || widths.get(id) !== columns);
}
