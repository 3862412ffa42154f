'use client';

import { useLayoutEffect, useRef } from 'react';
import type { Packing, Placed } from './pack.ts';
import { panelElementId } from './reveal-panel.ts';
import { scrollerOf } from './scroll-near-edge.ts';

/** Who was about to press when a panel moved sees by then where it is. */
const hushMs = 400;
/** A page that grows and grows while it loads doesn't keep others from being used: hushed so long on end at most, then not for a while. */
const mostMs = 2_000;
const restMs = 1_000;
type Hush = { since: number; last: number };

/** `settled`: panels that can be used. `late`: how often each has changed its height since its page loaded a moment ago. */
type Panels = { packing: Packing; settled: ReadonlySet<string>; late: ReadonlyMap<string, number> };

/**
 * Keeps the panel that the mouse is on under it when panels above it change their height: the workspace scrolls by as much, as far as it
 * can. What then still moves because a page loads takes no clicks for a moment, nor does what has grown in its place under the mouse: nobody
 * aimed at it.
 * `isArranging`: somebody moves panels, and wants that.
 */
export function useSteadyPanels(grid: HTMLElement | null, panels: Panels, isArranging: boolean): void {
  const last = useRef(panels);
  const hushed = useRef(new Map<string, Hush>());
  useLayoutEffect(() => {
    const before = last.current;
    last.current = panels;
    const { packing, late } = panels;
    if (!grid || isArranging || before.packing === packing || before.packing.columns !== packing.columns) return;
    const keptPx = keepUnderMouse(grid, before, packing);
    if (before.late === late) return;
    const isMoved = (id: string) => hasMoved(before.packing.placed.get(id), packing.placed.get(id), keptPx);
    const under = underMouse(packing.placed.keys());
    const isCovered = under !== undefined && isMoved(under);
    // What hasn't settled takes no clicks anyway.
    for (const id of before.settled) {
      const hasGrown = late.get(id) !== before.late.get(id);
      if (isMoved(id) || (isCovered && hasGrown)) hush(id, hushed.current);
    }
  });
}

/** Scrolls so that the panel under the mouse stays there. Answers by how many pixels. */
function keepUnderMouse(grid: HTMLElement, { packing: before, settled }: Panels, { placed }: Packing): number {
  const id = underMouse(settled);
  const [from, to] = id === undefined ? [] : [before.placed.get(id), placed.get(id)];
  const scroller = scrollerOf(grid);
  // In another column it was placed anew: somebody elsewhere has arranged it, or it is another window.
  if (!scroller || !from || !to || from.x !== to.x || from.y === to.y) return 0;
  const { scrollTop } = scroller;
  scroller.scrollTop += to.y - from.y;
  return scroller.scrollTop - scrollTop;
}

/** On a touch screen what was last touched counts as under the pointer, wherever the finger is now: there is none. */
function underMouse(ids: Iterable<string>): string | undefined {
  if (!matchMedia('(hover: hover)').matches) return undefined;
  return [...ids].find((id) => document.getElementById(panelElementId(id))?.matches(':hover'));
}

/** On the screen, which shows all panels so many pixels further up. */
function hasMoved(from: Placed | undefined, to: Placed | undefined, scrolledPx: number): boolean {
  return from !== undefined && to !== undefined && (from.x !== to.x || Math.abs(to.y - from.y - scrolledPx) >= 1);
}

function hush(id: string, hushed: Map<string, Hush>): void {
  const now = performance.now();
  const before = hushed.get(id);
  const since = before && now - before.last < restMs ? before.since : now;
  if (now - since > mostMs) return;
  hushed.set(id, { since, last: now });
  document.getElementById(panelElementId(id))?.animate({ pointerEvents: ['none', 'none'] }, hushMs);
}
