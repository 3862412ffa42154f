import { describe, expect, it } from 'vitest';
import { dropPlace, type Rect } from './drop-place.ts';

const rect = (id: string, x: number, y: number, width = 272): Rect => ({ id, x, y, width, height: 200 });
const row = [rect('b', 288, 0), rect('c', 576, 0), rect('d', 0, 216)];

describe('where a dragged panel goes', () => {
  it('[E325] before or after the panel under the pointer, by its half', () => {
    expect(dropPlace({ x: 300, y: 100 }, row, false)?.after).toBeNull();
    expect(dropPlace({ x: 540, y: 100 }, row, false)?.after).toBe('b');
    expect(dropPlace({ x: 600, y: 100 }, row, false)?.after).toBe('b');
    expect(dropPlace({ x: 800, y: 100 }, row, false)?.after).toBe('c');
    expect(dropPlace({ x: 200, y: 300 }, row, false)?.after).toBe('d');
  });

  it('[E325] beside the nearest one where there is none, with a line in the gap', () => {
    expect(dropPlace({ x: 2_000, y: 50 }, row, false)).toEqual({ after: 'c', line: { x: 854, y: 0, width: 4, height: 200 } });
    expect(dropPlace({ x: 10, y: 900 }, row, false)?.after).toBe('c');
    expect(dropPlace({ x: 0, y: 0 }, [], false)).toBeUndefined();
  });

  it('[E333] above or below on a phone, whatever the pointer’s side', () => {
    const column = [rect('a', 0, 0, 360), rect('b', 0, 216, 360)];
    expect(dropPlace({ x: 350, y: 50 }, column, true)?.after).toBeNull();
    expect(dropPlace({ x: 5, y: 150 }, column, true)).toEqual({ after: 'a', line: { x: 0, y: 206, width: 360, height: 4 } });
    expect(dropPlace({ x: 5, y: 400 }, column, true)?.after).toBe('b');
  });
});
