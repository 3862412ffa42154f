'use client';

import { useLayoutEffect, useRef } from 'react';
import type { Packing } from './pack.ts';
import { panelElementId } from './reveal-panel.ts';
import { scrollerOf } from './scroll-near-edge.ts';

/** Who was about to press when a panel moved sees by then where it is. */
const hushMs = 400;

type Cause = {
  /** Somebody arranges panels, and wants them to move. */
  isArranging: boolean;
  /** Goes up when a panel whose page has just loaded changes its height. */
  late: number;
};

/**
 * Keeps the panel that the pointer is on under it when panels above it change their height: the workspace scrolls by as much, as far as it
 * can. What moves while pages load takes no clicks for a moment: it is not what somebody aimed at.
 */
export function useSteadyPanels(grid: HTMLElement | null, packing: Packing, { isArranging, late }: Cause): void {
  const last = useRef({ packing, late });
  useLayoutEffect(() => {
    const { packing: before, late: lateBefore } = last.current;
    last.current = { packing, late };
    if (!grid || isArranging || before === packing || before.columns !== packing.columns) return;
    for (const { id, x, y } of packing.placed.values()) {
      const from = before.placed.get(id);
      if (!from || (from.x === x && from.y === y)) continue;
      const card = document.getElementById(panelElementId(id));
      if (card?.matches(':hover')) scrollBy(grid, y - from.y);
      else if (late > lateBefore) card?.animate({ pointerEvents: ['none', 'none'] }, hushMs);
    }
  });
}

function scrollBy(grid: HTMLElement, byPx: number): void {
  const scroller = scrollerOf(grid);
  if (scroller) scroller.scrollTop += byPx;
}
