import { gapPx } from './pack.ts';

export type Point = { x: number; y: number };
export type Rect = { id: string; x: number; y: number; width: number; height: number };
/** Where a dragged panel would go: right after another one, or first (`null`); and the line that shows it. */
export type DropPlace = { after: string | null; line: Omit<Rect, 'id'> };

const linePx = 4;

/**
 * The place that a pointer means, among the other panels in their order: before or after the one that is nearest, by the half that is
 * pointed at. Panels stand still while one is dragged, so that the same point always means the same place. Undefined: there is no other.
 */
export function dropPlace(point: Point, others: readonly Rect[], isStack: boolean): DropPlace | undefined {
  const [first] = others;
  if (!first) return undefined;
  const nearest = others.reduce((best, rect) => (distance(point, rect) < distance(point, best) ? rect : best), first);
  const index = others.indexOf(nearest);
  const isBefore = isStack ? point.y < nearest.y + nearest.height / 2 : point.x < nearest.x + nearest.width / 2;
  const after = isBefore ? (others[index - 1]?.id ?? null) : nearest.id;
  return { after, line: isStack ? lineAcross(nearest, isBefore) : lineBeside(nearest, isBefore) };
}

function lineBeside({ x, y, width, height }: Rect, isBefore: boolean): Omit<Rect, 'id'> {
  const middle = isBefore ? x - gapPx / 2 : x + width + gapPx / 2;
  return { x: middle - linePx / 2, y, width: linePx, height };
}

function lineAcross({ x, y, width, height }: Rect, isBefore: boolean): Omit<Rect, 'id'> {
  const middle = isBefore ? y - gapPx / 2 : y + height + gapPx / 2;
  return { x, y: middle - linePx / 2, width, height: linePx };
}

function distance({ x, y }: Point, rect: Rect): number {
  const dx = Math.max(rect.x - x, 0, x - rect.x - rect.width);
  const dy = Math.max(rect.y - y, 0, y - rect.y - rect.height);
  return Math.hypot(dx, dy);
}
