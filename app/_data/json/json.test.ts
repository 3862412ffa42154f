import { describe, expect, it } from 'vitest';
import { fieldOf, firstValueOf } from './form-field.ts';
import { jsonAt, showPath, withAllAt, withJsonAt } from './json-at.ts';
import { jsonDifferences } from './json-differences.ts';
import { rangeSize, rowId, rowsOf, toggle } from './json-rows.ts';
import { locateJsonError } from './locate-json-error.ts';
import { mergeDrafts, takeTheirs } from './merge-drafts.ts';
import { refusedPlaces } from './refused-places.ts';
import { showJson } from './show-json.ts';

describe('changing one place', () => {
  const value = { teams: [{ name: 'Ada' }, { name: 'Bo' }], clock: { running: true } };

  it('shares everything else and keeps the order of keys', () => {
    const next = withJsonAt(value, ['teams', '1', 'name'], 'Cy') as typeof value;
    expect(next).toEqual({ teams: [{ name: 'Ada' }, { name: 'Cy' }], clock: { running: true } });
    expect(Object.keys(next)).toEqual(['teams', 'clock']);
    expect(next.clock).toBe(value.clock);
    expect(next.teams[0]).toBe(value.teams[0]);
  });

  it('takes out keys and items', () => {
    expect(withJsonAt(value, ['teams', '0'], undefined)).toEqual({ teams: [{ name: 'Bo' }], clock: { running: true } });
    expect(withJsonAt(value, ['clock'], undefined)).toEqual({ teams: value.teams });
  });

  it('finds nothing behind a prototype', () => {
    expect(jsonAt(value, ['teams', 'length'])).toBe(2);
    expect(jsonAt(value, ['clock', 'constructor'])).toBeUndefined();
  });

  it('shows a path as people write it', () => {
    expect(showPath(['teams', '0', 'first name', 'x'])).toBe('teams[0]["first name"].x');
    expect(showPath([], 'all of it')).toBe('all of it');
  });
});

describe('differences', () => {
  it('names the deepest places with before and after', () => {
    expect(jsonDifferences({ a: { b: 1, c: 2 }, d: 1 }, { a: { b: 1, c: 3 }, e: 1 })).toEqual([
      { path: ['a', 'c'], before: 2, after: 3 },
      { path: ['d'], before: 1 },
      { path: ['e'], after: 1 },
    ]);
  });

  it('counts an item more in an array as one', () => {
    expect(jsonDifferences([1, 2, 3], [1, 9, 2, 3])).toEqual([{ path: ['1'], after: 9 }]);
    expect(jsonDifferences({ l: [1, 2] }, { l: [1] }, { wholeArrays: true })).toEqual([
      { path: ['l'], before: [1, 2], after: [1] },
    ]);
  });

  it('stops at its limit', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => index);
    expect(
      jsonDifferences(
        many,
        many.map((item) => item + 1),
        { limit: 10 },
      ),
    ).toHaveLength(10);
  });
});

describe('merging two changes of one value', () => {
  const base = { home: 1, away: 1, names: ['a', 'b'] };

  it('takes what only one of them changed', () => {
    const { merged, overlaps } = mergeDrafts(base, { ...base, home: 2 }, { ...base, away: 5 });
    expect(merged).toEqual({ home: 2, away: 5, names: ['a', 'b'] });
    expect(overlaps).toEqual([]);
  });

  it('names what both changed, and has mine there until theirs is taken', () => {
    const merge = mergeDrafts(base, { ...base, home: 2 }, { ...base, home: 3, away: 5 });
    expect(merge.merged).toEqual({ home: 2, away: 5, names: ['a', 'b'] });
    expect(merge.overlaps).toEqual([{ path: ['home'], before: 1, mine: 2, theirs: 3 }]);
    expect(takeTheirs(merge.merged, merge.overlaps[0]!)).toEqual({ home: 3, away: 5, names: ['a', 'b'] });
  });

  it('agrees where both did the same', () => {
    expect(mergeDrafts(base, { ...base, home: 2 }, { ...base, home: 2 }).overlaps).toEqual([]);
  });

  it('takes an array whose length changed as one place', () => {
    const merge = mergeDrafts(base, { ...base, names: ['a', 'x'] }, { ...base, names: ['b'] });
    expect(merge.overlaps).toEqual([{ path: ['names'], before: ['a', 'b'], mine: ['a', 'x'], theirs: ['b'] }]);
    expect(merge.merged).toEqual({ ...base, names: ['a', 'x'] });
  });

  it('sees that a place inside of one that is gone overlaps', () => {
    const { home, away } = base;
    const merge = mergeDrafts(base, { ...base, names: ['x', 'b'] }, { home, away });
    expect(merge.overlaps).toEqual([{ path: ['names'], before: ['a', 'b'], mine: ['x', 'b'] }]);
  });
});

describe('merging very many changes', () => {
  const numbers = (length: number, of: (index: number) => number) =>
    Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, of(index)]));

  it('takes more than 500 changes by the container that they are in', () => {
    const base = { scores: numbers(501, () => 0), title: 'a', note: 'a' };
    const theirs = { scores: numbers(501, (index) => (index === 7 ? 2 : 0)), title: 'b', note: 'a' };
    const mine = { ...base, scores: numbers(501, () => 1), note: 'c' };
    const { merged, overlaps } = mergeDrafts(base, mine, theirs);
    expect(overlaps).toEqual([{ path: ['scores'], before: base.scores, mine: mine.scores, theirs: theirs.scores }]);
    expect(merged).toEqual({ scores: mine.scores, title: 'b', note: 'c' });
  });

  it('asks for every place while there are no more than 500', () => {
    const [base, mine, theirs] = [0, 1, 2].map((value) => ({ scores: numbers(500, () => value) }));
    expect(mergeDrafts(base, mine, theirs).overlaps).toHaveLength(500);
  });

  it('takes more than 500 changed keys of the root as one place', () => {
    const [base, mine, theirs] = [0, 1, 2].map((value) => numbers(501, () => value));
    expect(mergeDrafts(base, mine, theirs).overlaps).toEqual([{ path: [], before: base, mine, theirs }]);
  });

  it('takes in what others did elsewhere on a large scale', () => {
    const base = { mine: numbers(20_000, () => 0), theirs: numbers(20_000, () => 0) };
    const { merged, overlaps } = mergeDrafts(
      base,
      { ...base, mine: numbers(20_000, () => 1) },
      { ...base, theirs: numbers(20_000, () => 2) },
    );
    expect(overlaps).toEqual([]);
    expect(merged).toEqual({ mine: numbers(20_000, () => 1), theirs: numbers(20_000, () => 2) });
  });

  it('changes many places at once as it changes one', () => {
    const value = { list: [1, 2, 3], gone: 1 };
    expect(
      withAllAt(value, [
        { path: ['list', '1'], next: undefined },
        { path: ['list', '2'], next: 9 },
        { path: ['gone'], next: undefined },
        { path: ['new', 'deep'], next: true },
      ]),
    ).toEqual({ list: [1, 9], new: { deep: true } });
  });
});

describe('the lines of a tree', () => {
  it('opens what is short and outer, and keeps what somebody chose', () => {
    const value = { a: { b: { c: 1 } } };
    const labels = (toggled: ReadonlySet<string>) => rowsOf(value, toggled).map(({ label }) => label);
    expect(labels(new Set())).toEqual([undefined, 'a', 'b']);
    const opened = toggle(new Set(), rowId(['a', 'b']));
    expect(labels(opened)).toEqual([undefined, 'a', 'b', 'c']);
    expect(labels(toggle(opened, rowId([])))).toEqual([undefined]);
  });

  it('shows a long array in ranges, so that a million items are few lines', () => {
    const rows = rowsOf(
      Array.from({ length: 1_000_000 }, () => 0),
      new Set(),
    );
    expect(rows).toHaveLength(1 + 1_000_000 / rangeSize);
    const open = rowsOf(
      Array.from({ length: 1_000 }, (_, index) => index),
      toggle(new Set(), rows[2]!.id),
    );
    expect(open.find(({ label }) => label === '399')).toMatchObject({ value: 399, path: ['399'], depth: 2 });
  });
});

describe('where a text stops being JSON', () => {
  it.each([
    ['{"a": 1,\n  "b": }', 2, 8, 'unexpected'],
    ['{"a": 1,\n}', 1, 8, 'comma'],
    ['[1, 2', 1, 6, 'ends'],
    ['{a: 1}', 1, 2, 'key'],
    ['{"a" 1}', 1, 6, 'key'],
    ['["a\nb"]', 1, 2, 'text'],
    ['[1 2]', 1, 4, 'comma'],
    ['1 2', 1, 3, 'after'],
    ['[01]', 1, 2, 'unexpected'],
    ['  ', 1, 1, 'empty'],
    ['[[{"a":[1,2', 1, 12, 'ends'],
  ])('%j: line %i, column %i, %s', (text, line, column, reason) => {
    expect(locateJsonError(text)).toMatchObject({ line, column, reason });
  });

  it('says nothing of JSON, and survives any depth', () => {
    expect(locateJsonError('{"a": [1, {"b": "\\u00e9\\n"}], "c": -1.5e3}')).toBeUndefined();
    expect(locateJsonError('['.repeat(200_000))).toMatchObject({ reason: 'ends', column: 200_001 });
  });
});

describe('fields by schema', () => {
  it('knows every plain kind', () => {
    expect(fieldOf({ type: 'integer', minimum: 0, maximum: 9 }, 3)).toEqual({
      kind: 'number',
      integer: true,
      minimum: 0,
      maximum: 9,
      nullable: false,
    });
    expect(fieldOf({ enum: ['a', 'b'] }, 'a')).toMatchObject({ kind: 'choice', options: ['a', 'b'] });
    expect(fieldOf({ type: 'string', maxLength: 5 }, 'x')).toMatchObject({ kind: 'text', most: 5 });
    expect(fieldOf({ type: 'boolean' }, true)).toMatchObject({ kind: 'switch' });
  });

  it('lists the schema’s fields before those that only the value has', () => {
    const field = fieldOf({ type: 'object', required: ['a'], properties: { a: { type: 'string' } } }, { z: 1, a: '' });
    expect(field).toMatchObject({
      kind: 'object',
      fields: [
        { key: 'a', required: true },
        { key: 'z', required: false },
      ],
    });
  });

  it('takes null as one more possibility', () => {
    expect(fieldOf({ type: ['string', 'null'] }, null)).toMatchObject({ kind: 'text', nullable: true });
    expect(fieldOf({ anyOf: [{ type: 'number' }, { type: 'null' }] }, 3)).toMatchObject({ kind: 'number', nullable: true });
    expect(fieldOf({ oneOf: [{ const: 'a' }, { const: 'b' }] }, 'b')).toMatchObject({ kind: 'choice', options: ['a', 'b'] });
  });

  it('leaves several shapes, and values of another shape, to JSON', () => {
    expect(fieldOf({ oneOf: [{ type: 'number' }, { type: 'object' }] }, 3).kind).toBe('json');
    expect(fieldOf({ type: 'number' }, 'three').kind).toBe('json');
    expect(fieldOf({ type: 'number' }, null).kind).toBe('json');
  });

  it('goes by the value where there is no schema', () => {
    expect(fieldOf(undefined, { a: 1 })).toMatchObject({ kind: 'object', fields: [{ key: 'a' }] });
    expect(fieldOf(undefined, ['x']).kind).toBe('array');
  });

  it('makes a first value that has what is required', () => {
    const team = {
      type: 'object',
      required: ['name', 'score'],
      properties: { name: { type: 'string' }, score: { type: 'integer', minimum: 1 }, note: {} },
    };
    expect(firstValueOf(team)).toEqual({ name: '', score: 1 });
    expect(firstValueOf(undefined, { name: 'Ada', tags: ['x'] })).toEqual({ name: '', tags: [] });
  });
});

it('finds the places that a refusal names', () => {
  const message =
    'Invalid value rejected for replicant "s" in namespace "b":\nteams/0/name must be string, home must be >= 0, data must NOT have additional properties';
  expect(refusedPlaces(message)).toEqual([
    { path: ['teams', '0', 'name'], problem: 'must be string' },
    { path: ['home'], problem: 'must be >= 0' },
    { path: [], problem: 'must NOT have additional properties' },
  ]);
  expect(refusedPlaces('The database does not answer.')).toEqual([]);
});

it('shows a value on one line without reading all of it', () => {
  expect(showJson({ a: 'x', b: [1, 2] })).toBe('{a: "x", b: [1, 2]}');
  expect(showJson('y'.repeat(1_000_000), 20)).toHaveLength(20);
  expect(
    showJson(
      Array.from({ length: 1_000_000 }, () => 0),
      30,
    ).length,
  ).toBeLessThanOrEqual(30);
});
