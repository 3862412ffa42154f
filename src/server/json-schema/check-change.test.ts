import { describe, expect, it } from 'vitest';
import { resolveOperations } from '#contract/apply-operations';
import type { Json, JsonObject } from '#contract/json';
import type { Operation, PlainOperation } from '#contract/operations';
import { seededRandom } from '#contract/testing/random-json';
import { createSchemaCheck } from './check-change.ts';

const show: JsonObject = {
  type: 'object',
  required: ['runs', 'n'],
  additionalProperties: false,
  properties: {
    n: { type: 'number', maximum: 100 },
    runs: {
      type: 'array',
      maxItems: 4,
      items: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string' }, 'a/b': { type: 'number' } },
        additionalProperties: { type: 'string' },
      },
    },
    tags: { type: 'array', uniqueItems: true, items: { type: 'string' } },
    either: { anyOf: [{ type: 'string' }, { type: 'object', properties: { deep: { type: 'number' } }, required: ['deep'] }] },
  },
};
const start: Json = { n: 1, runs: [{ id: 'a' }, { id: 'b', 'a/b': 1 }], tags: ['x'], either: { deep: 1 } };

function checkOf(schema: Json) {
  const compiled = createSchemaCheck(schema);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.value;
}
function after(operations: Operation[], value: Json | undefined = start) {
  const resolved = resolveOperations(value, operations);
  if (!resolved.ok) throw new Error(resolved.error.message);
  return resolved.value;
}
const update = (path: string, prop: string, newValue: Json): PlainOperation => ({
  path,
  method: 'update',
  args: { prop, newValue },
});
const mutate = (path: string, method: 'push' | 'splice' | 'unshift' | 'pop', ...mutatorArgs: Json[]): PlainOperation => ({
  path,
  method,
  args: { mutatorArgs },
});

describe('checking a change', () => {
  it.each<[string, PlainOperation[], string]>([
    ['a number', [update('/', 'n', 'x')], 'n must be number'],
    ['a bound', [update('/', 'n', 101)], 'n must be <= 100'],
    ['a key of an item, by NodeCG’s text', [update('/runs/1', 'id', 1)], 'runs/1/id must be string'],
    ['a key with a slash', [update('/runs/1', 'a/b', 'x')], 'runs/1/a~1b must be number'],
    ['a key that isn’t named', [update('/runs/0', 'other', 1)], 'runs/0/other must be string'],
    ['a key that may not be', [update('/', 'other', 1)], 'data must NOT have additional properties'],
    [
      'a key that must be',
      [{ path: '/runs/0', method: 'delete', args: { prop: 'id' } }],
      "runs/0 must have required property 'id'",
    ],
    ['a pushed item', [mutate('/runs', 'push', { id: 'c' }, { id: 4 })], 'runs/3/id must be string'],
    ['too many items', [mutate('/runs', 'push', { id: 'c' }, { id: 'd' }, { id: 'e' })], 'runs must NOT have more than 4 items'],
    ['a spliced item', [mutate('/runs', 'splice', 0, 1, {})], "runs/0 must have required property 'id'"],
    [
      'an item that moved after it was changed',
      [update('/runs/0', 'id', 1), mutate('/runs', 'unshift', { id: 'z' })],
      'runs/1/id must be string',
    ],
    ['a twin', [mutate('/tags', 'push', 'x')], 'tags must NOT have duplicate items (items ## 1 and 0 are identical)'],
    [
      'holes before two new items',
      [update('/tags', '4', 'z'), update('/tags', '5', 'y')],
      'tags/1 must be string, tags/2 must be string, tags/3 must be string',
    ],
    ['a hole', [update('/runs', '3', { id: 'z' })], 'runs/2 must be object'],
  ])('finds %s', (_, operations, text) => {
    const { value } = after(operations);
    expect(checkOf(show).changed(value, operations)).toBe(text);
    expect(checkOf(show).whole(value)).toBe(text);
  });

  it('keeps apart what only looks alike, and leaves schemas that refer to themselves whole', () => {
    const alike = checkOf({ properties: { 'a/b': { type: 'string' }, 'a~1b': { type: 'number' } } });
    expect(alike.changed({ 'a/b': 'x', 'a~1b': 1 }, [update('/', 'a/b', 'x')])).toBeUndefined();
    expect(alike.changed({ 'a/b': 'x', 'a~1b': 'y' }, [update('/', 'a~1b', 'y')])).toBe('a~01b must be number');
    const recursive = checkOf({
      $schema: 'https://json-schema.org/draft/2019-09/schema',
      properties: { n: { type: 'number' }, child: { $recursiveRef: '#' } },
    });
    expect(recursive.changed({ child: { n: 'x' } }, [update('/child', 'n', 'x')])).toBe('child/n must be number');
  });

  it('judges what can’t be judged by parts as a whole', () => {
    const operations = [update('/either', 'deep', 'x')];
    const { value } = after(operations);
    expect(checkOf(show).changed(value, operations)).toBe(checkOf(show).whole(value));
  });

  it('looks at nothing but what was changed', () => {
    const trap = new Proxy([], { get: () => expect.fail('it was looked at'), ownKeys: () => expect.fail('it was looked at') });
    const value: Json = { ...start, runs: trap, n: 2 };
    expect(checkOf(show).changed(value, [update('/', 'n', 2)])).toBeUndefined();
  });

  it.each(['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema', undefined])(
    'agrees with the whole schema, in 3,000 random changes of valid values (%s)',
    ($schema) => {
      const check = checkOf($schema === undefined ? show : { ...show, $schema });
      let value: Json | undefined = start;
      let refused = 0;
      for (let seed = 1; seed <= 3_000; seed++) {
        const random = seededRandom(seed);
        const resolved = resolveOperations(
          value,
          Array.from({ length: 1 + random(3) }, () => randomChange(random)),
        );
        if (!resolved.ok) continue;
        const whole = check.whole(resolved.value.value);
        const changed = check.changed(resolved.value.value, resolved.value.operations);
        expect(changed === undefined, `seed ${seed}: ${whole} / ${changed}`).toBe(whole === undefined);
        if (whole === undefined) value = resolved.value.value;
        else refused += 1;
      }
      expect(refused).toBeGreaterThan(300);
    },
  );
});

function randomChange(random: (below: number) => number): Operation {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const value = pick<Json>([
    1,
    'x',
    null,
    { id: 'r' },
    { id: 3 },
    { id: 'r', 'a/b': 2, t: 'u' },
    [],
    ['y', 'z'],
    { deep: 1 },
    { deep: 'x' },
  ]);
  const path = pick(['/', '/', '/runs', '/runs', '/runs/0', '/runs/1', '/tags', '/either']);
  const prop = pick(['n', 'runs', 'tags', 'either', 'id', 'a/b', '0', '1', '2', 'length', 'other']);
  switch (random(5)) {
    case 0:
      return { path, method: pick(['push', 'unshift'] as const), args: { mutatorArgs: [value] } };
    case 1:
      return { path, method: 'splice', args: { mutatorArgs: [random(3), random(2), ...(random(2) ? [value] : [])] } };
    case 2:
      return { path, method: 'delete', args: { prop } };
    case 3:
      return { path, method: pick(['pop', 'shift', 'reverse'] as const), args: { mutatorArgs: [] } };
    default:
      return { path, method: pick(['update', 'add'] as const), args: { prop, newValue: value } };
  }
}
