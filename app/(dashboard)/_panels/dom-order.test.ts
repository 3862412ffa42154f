import { expect, it } from 'vitest';
import { keepDomOrder } from './dom-order.ts';

it('never moves what is there: a reordered list, an inserted and a removed panel', () => {
  expect(keepDomOrder([], ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  expect(keepDomOrder(['a', 'b', 'c'], ['c', 'b', 'a'])).toEqual(['a', 'b', 'c']);
  expect(keepDomOrder(['a', 'b', 'c'], ['c', 'new', 'a'])).toEqual(['a', 'c', 'new']);
});
