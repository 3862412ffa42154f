import { describe, expect, it } from 'vitest';
import { applyOperations } from './apply-operations.ts';
import { diffOperations } from './diff-operations.ts';
import type { Json } from './json.ts';
import { randomJson, seededRandom } from './testing/random-json.ts';

describe('diffOperations', () => {
  it.each<[string, Json | undefined, Json | undefined, unknown[]]>([
    ['nothing for the same value', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
    [
      'one field',
      { a: { b: 1, c: 2 } },
      { a: { b: 1, c: 3 } },
      [{ path: '/a', method: 'update', args: { prop: 'c', newValue: 3 } }],
    ],
    ['a new key', {}, { a: 1 }, [{ path: '/', method: 'add', args: { prop: 'a', newValue: 1 } }]],
    ['a gone key', { a: 1 }, {}, [{ path: '/', method: 'delete', args: { prop: 'a' } }]],
    ['an item in the middle', [1, 2, 4], [1, 2, 3, 4], [{ path: '/', method: 'splice', args: { mutatorArgs: [2, 0, 3] } }]],
    [
      'a field of an item',
      [{ n: 1 }, { n: 2 }],
      [{ n: 1 }, { n: 3 }],
      [{ path: '/1', method: 'update', args: { prop: 'n', newValue: 3 } }],
    ],
    ['another kind of value', { a: 1 }, [1], [{ path: '/', method: 'overwrite', args: { newValue: [1] } }]],
    ['no value any more', 1, undefined, [{ path: '/', method: 'overwrite', args: {} }]],
    [
      'below a key that no path can name',
      { 'a~1b': { c: 1 } },
      { 'a~1b': { c: 2 } },
      [{ path: '/', method: 'update', args: { prop: 'a~1b', newValue: { c: 2 } } }],
    ],
  ])('finds %s', (_, from, to, expected) => {
    expect(diffOperations(from, to)).toEqual(expected);
  });

  it('leads from any value to any other, in 5,000 random pairs', () => {
    for (let seed = 1; seed <= 5_000; seed++) {
      const random = seededRandom(seed);
      const from = randomJson(random, 4);
      // Half of the pairs are near each other, as states of one replicant are.
      const to = random(2) ? randomJson(random, 4) : nearby(random, from);
      const operations = diffOperations(from, to);
      expect(applyOperations(from, operations), `seed ${seed}`).toEqual({ ok: true, value: to });
    }
  });

  it('does not look into what both share', () => {
    const shared = new Proxy({ big: 1 }, { ownKeys: () => expect.fail('it was looked into') });
    expect(diffOperations({ a: 1, shared }, { a: 2, shared })).toHaveLength(1);
  });

  it('keeps an own __proto__ key as data', () => {
    const to = JSON.parse('{"__proto__":{"x":1},"a":1}') as Json;
    expect(applyOperations({ a: 1 }, diffOperations({ a: 1 }, to))).toEqual({ ok: true, value: to });
  });
});

function nearby(random: (below: number) => number, value: Json): Json {
  if (random(4) === 0) return randomJson(random, 2);
  if (Array.isArray(value)) {
    const copy = value.map((item) => (random(3) ? item : nearby(random, item)));
    if (random(3) === 0) copy.splice(random(copy.length + 1), random(2), randomJson(random, 1));
    return copy;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (random(6) ? [[key, random(3) ? item : nearby(random, item)]] : [])),
  );
}
