import { expect, it } from 'vitest';
import { columnsIn, isSamePacking, pack, panelWidth, stack, type Box } from './pack.ts';

const box = (id: string, columns: number, heightPx: number): Box => ({ id, columns, heightPx });
const spots = (boxes: Box[], widthPx: number) => [...pack(boxes, widthPx).placed.values()].map(({ id, x, y }) => [id, x, y]);

it('has NodeCG’s widths', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(panelWidth)).toEqual([128, 272, 416, 560, 704, 848, 992, 1136, 1280, 1424]);
});

it('fills the gap beside a tall panel before it goes below', () => {
  const boxes = [box('tall', 2, 400), box('wide', 4, 100), box('late', 2, 200), box('small', 2, 50)];
  expect(spots(boxes, panelWidth(6))).toEqual([
    ['tall', 0, 0],
    ['wide', 288, 0],
    ['late', 288, 116],
    ['small', 576, 116],
  ]);
});

it('never overlaps, whatever the sizes, and reports the height of the lowest edge', () => {
  const boxes = Array.from({ length: 60 }, (_, i) => box(String(i), 1 + ((i * 7) % 10), 40 + ((i * 53) % 300)));
  const { placed, heightPx } = pack(boxes, 1_150);
  const rects = boxes.map((b) => ({ ...placed.get(b.id)!, heightPx: b.heightPx }));
  for (const a of rects) {
    for (const b of rects) {
      if (a === b) continue;
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.heightPx <= b.y || b.y + b.heightPx <= a.y;
      expect(apart, `${a.id} and ${b.id}`).toBe(true);
    }
  }
  expect(heightPx).toBe(Math.max(...rects.map((r) => r.y + r.heightPx)));
});

it('narrows a panel that is wider than the room', () => {
  expect(columnsIn(500)).toBe(3);
  expect(pack([box('wide', 8, 100)], 500).placed.get('wide')?.width).toBe(500);
});

it('stacks in one column on a phone', () => {
  expect([...stack([box('a', 3, 100), box('b', 8, 50)], 360).placed.values()]).toEqual([
    { id: 'a', x: 0, y: 0, width: 360 },
    { id: 'b', x: 0, y: 116, width: 360 },
  ]);
});

it('keeps every panel in its columns: a new height moves only what lies below it there', () => {
  const boxes = [box('a', 2, 100), box('b', 2, 200), box('c', 2, 50), box('d', 2, 50)];
  const first = pack(boxes, panelWidth(4));
  expect([...first.placed.values()].map(({ id, x, y }) => [id, x, y])).toEqual([
    ['a', 0, 0],
    ['b', 288, 0],
    ['c', 0, 116],
    ['d', 0, 182],
  ]);
  const grown = pack([box('a', 2, 400), ...boxes.slice(1)], panelWidth(4), first);
  const movedOf = (to: ReturnType<typeof pack>) =>
    boxes.flatMap(({ id }) => {
      const [was, is] = [first.placed.get(id)!, to.placed.get(id)!];
      return was.x === is.x && was.y === is.y ? [] : [[id, is.x, is.y]];
    });
  expect(movedOf(grown)).toEqual([
    ['c', 0, 416],
    ['d', 0, 482],
  ]);
  expect(movedOf(pack(boxes, panelWidth(4), grown))).toEqual([]);
});

it('finds a new panel a free place and moves nothing, wherever it comes in the order', () => {
  const boxes = [box('a', 2, 100), box('wide', 4, 100), box('c', 2, 50)];
  const first = pack(boxes, panelWidth(5));
  const next = pack([box('new', 1, 300), ...boxes], panelWidth(5), first);
  for (const { id } of boxes) expect(next.placed.get(id)).toEqual(first.placed.get(id));
  expect(next.placed.get('new')).toEqual({ id: 'new', x: 576, y: 0, width: 128 });
  expect(pack(boxes, panelWidth(5), next).placed).toEqual(first.placed);
});

it('packs anew for another number of columns only, and packing the same again changes nothing', () => {
  const boxes = Array.from({ length: 40 }, (_, i) => box(String(i), 1 + ((i * 7) % 6), 40 + ((i * 53) % 300)));
  const first = pack(boxes, 1_150);
  expect(isSamePacking(pack(boxes, 1_150, first), first)).toBe(true);
  const grown = boxes.map((b, i) => (i % 3 === 0 ? { ...b, heightPx: b.heightPx + 170 } : b));
  const next = pack(grown, 1_160, first);
  expect(boxes.filter(({ id }) => next.placed.get(id)?.x !== first.placed.get(id)?.x)).toEqual([]);
  expect(isSamePacking(pack(grown, 1_160, next), next)).toBe(true);
  expect(pack(grown, 1_300, next)).toEqual(pack(grown, 1_300));
});
