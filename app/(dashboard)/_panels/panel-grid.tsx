'use client';

import { useCallback, useMemo, useState } from 'react';
import type { PanelRef } from '../../_data/workspaces.ts';
import { keepDomOrder } from './dom-order.ts';
import { isSamePacking, pack, stack, type Box, type Packing, type Placed } from './pack.ts';
import { PanelCard } from './panel-card.tsx';
import { lastHeight } from './panel-memory.ts';
import { useSize } from './use-size.ts';

/** Below this width panels stand one under the other and take all of it. */
const stackBelowPx = 600;
/** A title bar and a page of NodeCG's default height: what a panel takes before anything is known of it. */
const guessPx = 38 + 150;

/** Panels in NodeCG's widths, packed densely. They change coordinates, never their place in the document. */
export function PanelGrid({ panels }: { panels: PanelRef[] }) {
  const { ref, size } = useSize();
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const setHeight = useCallback((id: string, heightPx: number) => {
    setHeights((before) => (before.get(id) === heightPx ? before : new Map(before).set(id, heightPx)));
  }, []);
  const order = useDomOrder(panels);
  const boxes = useMemo(
    () => panels.map(({ id, panel }) => ({ id, columns: panel.width, heightPx: heights.get(id) ?? guessHeight(id) })),
    [panels, heights],
  );
  const packing = usePacking(boxes, size?.width ?? 0);
  return (
    <div ref={ref} className="relative" style={{ height: packing.heightPx }}>
      {size &&
        order.map((panel) => (
          <PanelCard key={panel.id} panelRef={panel} placed={packing.placed.get(panel.id) ?? nowhere} onHeight={setHeight} />
        ))}
    </div>
  );
}

const nowhere: Placed = { id: '', x: 0, y: 0, width: 0 };

const empty: Packing = { placed: new Map(), heightPx: 0, columns: 0 };

/** Each packing starts from the one before, so that panels keep their columns. */
function usePacking(boxes: readonly Box[], widthPx: number): Packing {
  const [last, setLast] = useState(empty);
  const next = useMemo(
    () => (widthPx < stackBelowPx ? stack(boxes, widthPx) : pack(boxes, widthPx, last)),
    [boxes, widthPx, last],
  );
  if (!isSamePacking(last, next)) setLast(next);
  return next;
}

function guessHeight(id: string): number {
  const content = lastHeight(id);
  return content === undefined ? guessPx : content + 38;
}

function useDomOrder(panels: PanelRef[]): PanelRef[] {
  const [order, setOrder] = useState<string[]>([]);
  const next = keepDomOrder(
    order,
    panels.map(({ id }) => id),
  );
  if (next.length !== order.length || next.some((id, index) => id !== order[index])) setOrder(next);
  const byId = new Map(panels.map((panel) => [panel.id, panel]));
  return next.flatMap((id) => byId.get(id) ?? []);
}
