/** NodeCG's grid: columns of 128 px with 16 px between (compat.md A.6). */
export const columnPx = 128;
export const gapPx = 16;

export type Box = { id: string; columns: number; heightPx: number };
export type Placed = { id: string; x: number; y: number; width: number };
export type Packing = { placed: Map<string, Placed>; heightPx: number };
type Rect = { left: number; right: number; top: number; bottom: number };

/** NodeCG's panel width: 128·w + 16·(w−1), in pixels. */
export function panelWidth(columns: number): number {
  return columnPx * columns + gapPx * (columns - 1);
}

/** How many columns fit; at least one. */
export function columnsIn(widthPx: number): number {
  return Math.max(1, Math.floor((widthPx + gapPx) / (columnPx + gapPx)));
}

/**
 * Places boxes in their order, each at the highest and then leftmost spot where it fits, so that later ones fill gaps. A box wider
 * than the grid takes the whole width.
 */
export function pack(boxes: readonly Box[], widthPx: number): Packing {
  const total = columnsIn(widthPx);
  const rects: Rect[] = [];
  const placed = new Map<string, Placed>();
  for (const box of boxes) {
    const columns = Math.min(box.columns, total);
    const { left, top } = findSpot(rects, columns, total, box.heightPx);
    rects.push({ left, right: left + columns, top, bottom: top + box.heightPx + gapPx });
    const width = box.columns > total ? widthPx : panelWidth(columns);
    placed.set(box.id, { id: box.id, x: left * (columnPx + gapPx), y: top, width });
  }
  return { placed, heightPx: Math.max(0, ...rects.map((rect) => rect.bottom - gapPx)) };
}

/** All in one column, as wide as there is room: for phones. */
export function stack(boxes: readonly Box[], widthPx: number): Packing {
  const placed = new Map<string, Placed>();
  let y = 0;
  for (const { id, heightPx } of boxes) {
    placed.set(id, { id, x: 0, y, width: widthPx });
    y += heightPx + gapPx;
  }
  return { placed, heightPx: Math.max(0, y - gapPx) };
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
