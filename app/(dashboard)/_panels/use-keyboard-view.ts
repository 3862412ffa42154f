'use client';

import { useEffect } from 'react';
import type { Arranger } from './arranger.ts';
import type { Packing } from './pack.ts';
import { scrollerOf } from './scroll-near-edge.ts';

const marginPx = 16;
/** A panel's title bar, with the handle that the keys are on. */
const barPx = 48;

/** Keeps the title bar of a panel that keys are moving in view. */
export function useKeyboardView(arranger: Arranger, packing: Packing, grid: HTMLElement | null): void {
  useEffect(() => {
    const id = arranger.held();
    const placed = id === undefined ? undefined : packing.placed.get(id);
    const scroller = grid && scrollerOf(grid);
    if (!placed || !scroller) return;
    // Where it is going, not where it is: it may still be on its way.
    const top = grid.getBoundingClientRect().top + placed.y;
    const view = scroller.getBoundingClientRect();
    if (top < view.top + marginPx) scroller.scrollTop += top - view.top - marginPx;
    else if (top + barPx > view.bottom - marginPx) scroller.scrollTop += top + barPx - view.bottom + marginPx;
  }, [arranger, packing, grid]);
}
