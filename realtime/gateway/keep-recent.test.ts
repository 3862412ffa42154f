import { expect, it } from 'vitest';
import { keepRecent } from './keep-recent.ts';

it('[G23] keeps what was used last within its length', () => {
  const recent = keepRecent<string, number>(12);
  for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) recent.set(key, index, 3);
  expect(recent.get('a')).toBe(0);
  recent.set('e', 4, 3);
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => recent.get(key))).toEqual([0, undefined, 2, 3, 4]);
  recent.set('huge', 5, 4);
  expect(recent.get('huge')).toBeUndefined();
  recent.set('c', 6, 1);
  recent.forget('d');
  expect(['c', 'd', 'e'].map((key) => recent.get(key))).toEqual([6, undefined, 4]);
});
