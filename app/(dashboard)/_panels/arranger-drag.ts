import { leastHeightPx, mostColumns, mostHeightPx } from '#contract/layout';
import type { ArrangerCore, Size } from './arranger.ts';
import { dropPlace, type DropPlace, type Point, type Rect } from './drop-place.ts';
import { moveAfter, orderOf, sizeOf, titleOf, type GridState } from './grid-state.ts';
import { columnsIn, columnsOfWidth, panelWidth } from './pack.ts';
import { scrollNearEdge } from './scroll-near-edge.ts';
import type { Drag } from './use-drag.ts';

export type Edge = 'right' | 'bottom' | 'corner';

/** A panel under the pointer. The others stand still, and a line shows where it will go. */
export function beginMove({ state, say, drag }: ArrangerCore, id: string, at: Point): Drag | undefined {
  const begun = state();
  if (!begun) return undefined;
  const from = inGrid(begun, at);
  let last = at;
  let place: DropPlace | undefined;
  const show = () => {
    const grid = state();
    if (!grid) return;
    const now = inGrid(grid, last);
    place = dropPlace(now, rectsOf(grid, id), grid.isStack);
    drag({ kind: 'move', id, dx: now.x - from.x, dy: now.y - from.y, place });
  };
  const scrolling = scrollNearEdge(begun.grid, show);
  const finish = () => {
    scrolling.stop();
    drag(undefined);
  };
  return {
    move: (point) => {
      last = point;
      scrolling.follow(point);
      show();
    },
    end: () => {
      finish();
      const grid = state();
      if (!grid || !place) return;
      const order = orderOf(grid);
      if (place.after === (order[order.indexOf(id) - 1] ?? null)) return;
      moveAfter(grid, id, place.after);
      const others = order.filter((other) => other !== id);
      const position = place.after === null ? 1 : others.indexOf(place.after) + 2;
      say(grid.texts.position(titleOf(grid, id), position, order.length));
    },
    cancel: finish,
  };
}

type Sizing = { id: string; edge: Edge; at: Point; resize: (size: Size) => void };

/** An edge under the pointer. The panel keeps its size, and an outline shows the one it will have. */
export function beginSize({ state, drag }: ArrangerCore, { id, edge, at, resize }: Sizing): Drag | undefined {
  const begun = state();
  if (!begun) return undefined;
  const from = inGrid(begun, at);
  const before = sizeOf(begun, id);
  let size = before;
  return {
    move: (point) => {
      const grid = state();
      const placed = grid?.packing.placed.get(id);
      if (!grid || !placed) return;
      const now = inGrid(grid, point);
      const wide = edge === 'bottom' ? before.columns : columnsOfWidth(placed.width + now.x - from.x);
      const columns = edge === 'bottom' ? wide : Math.min(Math.max(1, wide), mostColumns, columnsIn(grid.widthPx));
      const high = edge === 'right' ? before.bodyPx : Math.round(before.bodyPx + now.y - from.y);
      const bodyPx = edge === 'right' ? high : Math.min(Math.max(leastHeightPx, high), mostHeightPx);
      size = { columns, bodyPx };
      const width = edge === 'bottom' ? placed.width : Math.min(panelWidth(columns), grid.widthPx);
      const height = grid.heightOf(id) - before.bodyPx + bodyPx;
      const label = edge === 'bottom' ? `${bodyPx} px` : grid.texts.columns(columns);
      drag({
        kind: 'size',
        id,
        outline: { x: Math.min(placed.x, Math.max(0, grid.widthPx - width)), y: placed.y, width, height },
        label,
      });
    },
    end: () => {
      drag(undefined);
      const wish = {
        ...(size.columns !== before.columns && { columns: size.columns }),
        ...(size.bodyPx !== before.bodyPx && { heightPx: size.bodyPx }),
      };
      if (Object.keys(wish).length > 0) resize(wish);
    },
    cancel: () => drag(undefined),
  };
}

function inGrid({ grid }: GridState, { x, y }: Point): Point {
  const { left, top } = grid.getBoundingClientRect();
  return { x: x - left, y: y - top };
}

function rectsOf(grid: GridState, without: string): Rect[] {
  return orderOf(grid).flatMap((id) => {
    const placed = grid.packing.placed.get(id);
    return placed && id !== without ? [{ ...placed, height: grid.heightOf(id) }] : [];
  });
}
