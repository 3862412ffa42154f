/** NodeCG's grid: columns of 128 px with 16 px between (compat.md A.6). */
export const columnPx = 128;
export const gapPx = 16;
const stepPx = columnPx + gapPx;

export type Box = { id: string; columns: number; heightPx: number };
export type Placed = { id: string; x: number; y: number; width: number };
/** `columns`: how many there were; 0 for {@link stack}. */
export type Packing = { placed: ReadonlyMap<string, Placed>; heightPx: number; columns: number };
type Rect = { left: number; right: number; top: number; bottom: number };

/** NodeCG's panel width: 128·w + 16·(w−1), in pixels. */
export function panelWidth(columns: number): number {
  return columnPx * columns + gapPx * (columns - 1);
}

/** How many columns a width is nearest to. */
export function columnsOfWidth(widthPx: number): number {
  return Math.round((widthPx + gapPx) / stepPx);
}

/** How many columns fit; at least one. */
export function columnsIn(widthPx: number): number {
  return Math.max(1, Math.floor((widthPx + gapPx) / stepPx));
}

/**
 * Places boxes in their order, each at the highest and then leftmost spot where it fits, so that later ones fill gaps. A box wider
 * than the grid takes the whole width.
 *
 * With the packing `before`, of as many columns, every box that was in it keeps its columns and only moves up or down with what lies
 * above it there: nothing jumps from under the mouse. Boxes that are new take the best free spot. Packing again changes nothing.
 */
export function pack(boxes: readonly Box[], widthPx: number, before?: Packing): Packing {
  const total = columnsIn(widthPx);
  const spots = before?.columns === total ? before.placed : undefined;
  const rects: Rect[] = [];
  const placed = new Map<string, Placed>();
  const place = (box: Box, { left, top }: { left: number; top: number }): void => {
    const columns = Math.min(box.columns, total);
    rects.push({ left, right: left + columns, top, bottom: top + box.heightPx + gapPx });
    const width = box.columns > total ? widthPx : panelWidth(columns);
    placed.set(box.id, { id: box.id, x: left * stepPx, y: top, width });
  };
  const kept = boxes.flatMap((box) => {
    const spot = spots?.get(box.id);
    const left = spot && spot.x / stepPx;
    return spot && left !== undefined && left + Math.min(box.columns, total) <= total ? [{ box, left, y: spot.y }] : [];
  });
  for (const { box, left } of kept.sort((a, b) => a.y - b.y)) {
    place(box, { left, top: lowestEdge(rects, left, left + Math.min(box.columns, total)) });
  }
  for (const box of boxes) {
    if (!placed.has(box.id)) place(box, findSpot(rects, Math.min(box.columns, total), total, box.heightPx));
  }
  return { placed, heightPx: Math.max(0, ...rects.map((rect) => rect.bottom - gapPx)), columns: total };
}

/** True when both put every box at the same place. */
export function isSamePacking(a: Packing, b: Packing): boolean {
  if (a.columns !== b.columns || a.heightPx !== b.heightPx || a.placed.size !== b.placed.size) return false;
  return [...a.placed.values()].every(({ id, x, y, width }) => {
    const other = b.placed.get(id);
    return other?.x === x && other.y === y && other.width === width;
  });
}

/** All in one column, as wide as there is room: for phones. */
export function stack(boxes: readonly Box[], widthPx: number): Packing {
  const placed = new Map<string, Placed>();
  let y = 0;
  for (const { id, heightPx } of boxes) {
    placed.set(id, { id, x: 0, y, width: widthPx });
    y += heightPx + gapPx;
  }
  return { placed, heightPx: Math.max(0, y - gapPx), columns: 0 };
}

/** Below everything that stands in these columns. */
function lowestEdge(rects: readonly Rect[], left: number, right: number): number {
  return Math.max(0, ...rects.filter((rect) => rect.left < right && left < rect.right).map((rect) => rect.bottom));
}

function findSpot(rects: readonly Rect[], columns: number, total: number, heightPx: number): { left: number; top: number } {
  const tops = [0, ...rects.map((rect) => rect.bottom)].sort((a, b) => a - b);
  for (const top of tops) {
    for (let left = 0; left + columns <= total; left += 1) {
      const wanted = { left, right: left + columns, top, bottom: top + heightPx + gapPx };
      if (!rects.some((rect) => overlaps(rect, wanted))) return { left, top };
    }
  }
  return { left: 0, top: tops.at(-1) ?? 0 };
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
