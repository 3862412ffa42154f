import { leastHeightPx, mostColumns, mostHeightPx } from '#contract/layout';
import type { ArrangerCore, Size } from './arranger.ts';
import { dropPlace, type DropPlace, type Point, type Rect } from './drop-place.ts';
import { moveAfter, orderOf, sizeOf, titleOf, type GridState } from './grid-state.ts';
import { columnsIn, columnsOfWidth, panelWidth } from './pack.ts';
import { scrollNearEdge } from './scroll-near-edge.ts';
import type { DragHandlers } from './use-drag.ts';

export type Edge = 'right' | 'bottom' | 'corner';

/** A panel under the pointer. The others stand still, and a line shows where it will go. */
export function createMoveDrag({ state, say, drag }: ArrangerCore, id: string): DragHandlers {
  let from: Point | undefined;
  let last: Point | undefined;
  let place: DropPlace | undefined;
  let scrolling: { follow(point: Point): void; stop(): void } | undefined;
  const show = () => {
    const grid = state();
    if (!grid || !from || !last) return;
    const at = inGrid(grid, last);
    place = dropPlace(at, rectsOf(grid, id), grid.isStack);
    drag({ kind: 'move', id, dx: at.x - from.x, dy: at.y - from.y, place });
  };
  const finish = () => {
    scrolling?.stop();
    from = last = undefined;
    drag(undefined);
  };
  return {
    start: (point) => {
      const grid = state();
      if (!grid) return;
      from = inGrid(grid, point);
      last = point;
      scrolling = scrollNearEdge(grid.grid, show);
    },
    move: (point) => {
      last = point;
      scrolling?.follow(point);
      show();
    },
    end: () => {
      const grid = state();
      const wasMoving = from !== undefined;
      finish();
      if (!grid || !wasMoving || !place) return;
      const order = orderOf(grid);
      if (place.after === (order[order.indexOf(id) - 1] ?? null)) return;
      moveAfter(grid, id, place.after);
      const others = order.filter((other) => other !== id);
      const at = place.after === null ? 1 : others.indexOf(place.after) + 2;
      say(grid.texts.position(titleOf(grid, id), at, order.length));
    },
    cancel: finish,
  };
}

type SizeDrag = { id: string; edge: Edge; resize: (size: Size) => void };

/** An edge under the pointer. The panel keeps its size, and an outline shows the one it will have. */
export function createSizeDrag({ state, drag }: ArrangerCore, { id, edge, resize }: SizeDrag): DragHandlers {
  let from: Point | undefined;
  let before = { columns: 1, bodyPx: 0 };
  let size: { columns: number; bodyPx: number } | undefined;
  const finish = () => {
    from = undefined;
    drag(undefined);
  };
  return {
    start: (point) => {
      const grid = state();
      if (!grid) return;
      from = inGrid(grid, point);
      before = sizeOf(grid, id);
      size = undefined;
    },
    move: (point) => {
      const grid = state();
      const placed = grid?.packing.placed.get(id);
      if (!grid || !placed || !from) return;
      const at = inGrid(grid, point);
      const wide = edge === 'bottom' ? before.columns : columnsOfWidth(placed.width + at.x - from.x);
      const columns = edge === 'bottom' ? wide : Math.min(Math.max(1, wide), mostColumns, columnsIn(grid.widthPx));
      const high = edge === 'right' ? before.bodyPx : Math.round(before.bodyPx + at.y - from.y);
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
      const wasSizing = from !== undefined;
      finish();
      if (!wasSizing || !size) return;
      const wish = {
        ...(edge !== 'bottom' && size.columns !== before.columns && { columns: size.columns }),
        ...(edge !== 'right' && size.bodyPx !== before.bodyPx && { heightPx: size.bodyPx }),
      };
      if (Object.keys(wish).length > 0) resize(wish);
    },
    cancel: finish,
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
