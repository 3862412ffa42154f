import { expect, it } from 'vitest';
import { columnsIn, pack, panelWidth, stack, type Box } from './pack.ts';

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
