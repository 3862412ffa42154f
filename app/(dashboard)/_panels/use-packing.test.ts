import { describe, expect, it } from 'vitest';
import { isRearranged, settledOf } from './use-packing.ts';

const box = (id: string, columns = 2) => ({ id, columns, heightPx: 100 });

describe('packing anew', () => {
  it('[E117] not when a panel grows, arrives or goes', () => {
    const before = [box('a'), box('b'), box('c')];
    expect(isRearranged(before, [box('a'), { ...box('b'), heightPx: 400 }, box('c')])).toBe(false);
    expect(isRearranged(before, [box('a'), box('new'), box('b'), box('c')])).toBe(false);
    expect(isRearranged(before, [box('a'), box('c')])).toBe(false);
    expect(isRearranged([], before)).toBe(false);
  });

  it('[E325] when somebody changed an order or a width', () => {
    const before = [box('a'), box('b'), box('c')];
    expect(isRearranged(before, [box('b'), box('a'), box('c')])).toBe(true);
    expect(isRearranged(before, [box('a'), box('b', 3), box('c')])).toBe(true);
  });
});

describe('settling', () => {
  const known = (id: string) => ({ ...box(id), isKnown: true });
  const unknown = (id: string) => ({ ...box(id), isKnown: false });

  it('[E566] no panel before those that stand before it', () => {
    expect([...settledOf([known('a'), unknown('b'), known('c')], new Set())]).toEqual(['a']);
    expect([...settledOf([known('a'), known('b'), known('c')], new Set(['a']))]).toEqual(['a', 'b', 'c']);
  });

  it('[E566] for good: one that arrives or is loaded again unsettles none', () => {
    expect([...settledOf([unknown('new'), known('a'), unknown('b'), known('z')], new Set(['a', 'b', 'gone']))]).toEqual([
      'a',
      'b',
    ]);
  });
});
