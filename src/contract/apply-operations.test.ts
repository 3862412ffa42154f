import { describe, expect, it } from 'vitest';
import { applyOperations, resolveOperations } from './apply-operations.ts';
import { joinPath } from './operation-path.ts';
import type { Json, JsonObject } from './json.ts';
import { arrayMutators, meaningMethods, type Operation } from './operations.ts';
import { randomJson, seededRandom } from './testing/random-json.ts';

const overwrite = (path: string, newValue?: Json): Operation => ({
  path,
  method: 'overwrite',
  args: newValue === undefined ? {} : { newValue },
});
const update = (path: string, prop: string, newValue?: Json): Operation => ({ path, method: 'update', args: { prop, newValue } });
const remove = (path: string, prop: string): Operation => ({ path, method: 'delete', args: { prop } });
const cas = (path: string, expected: Json, newValue: Json): Operation => ({
  path,
  method: 'compareAndSet',
  args: { expected, newValue },
});
const nodecgMethods: string[] = ['overwrite', 'add', 'update', 'delete', ...arrayMutators];
const mutate = (path: string, method: (typeof arrayMutators)[number], ...mutatorArgs: Json[]): Operation => ({
  path,
  method,
  args: { mutatorArgs },
});

function applied(value: Json | undefined, ...operations: Operation[]): Json | undefined {
  const result = applyOperations(deepFreeze(value), deepFreeze(operations));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

describe('applyOperations', () => {
  it.each<[string, Json | undefined, Operation, Json]>([
    ['overwrites the root of nothing', undefined, overwrite('/', { a: 1 }), { a: 1 }],
    ['overwrites at depth', { a: { b: 1 } }, overwrite('/a/b', [2]), { a: { b: [2] } }],
    ['adds a key', { a: {} }, { path: '/a', method: 'add', args: { prop: 'b', newValue: null } }, { a: { b: null } }],
    ['updates through an array', { list: [{ n: 1 }, { n: 2 }] }, update('/list/1', 'n', 3), { list: [{ n: 1 }, { n: 3 }] }],
    ['updates an array element', ['a', 'b'], update('/', '1', 'c'), ['a', 'c']],
    ['cuts an array by its length', [1, 2, 3], update('/', 'length', 1), [1]],
    ['drops a key that becomes undefined', { a: 1, b: 2 }, update('/', 'a'), { b: 2 }],
    ['deletes a key', { a: 1, b: 2 }, remove('/', 'a'), { b: 2 }],
    ['finds nothing to delete', { a: 1 }, remove('/', 'b'), { a: 1 }],
    ['reads ~1 as a slash', { 'a/b': { c: 1 } }, update('/a~1b', 'c', 2), { 'a/b': { c: 2 } }],
    ['leaves ~ and ~0 alone', { 'a~0': { c: 1 } }, update('/a~0', 'c', 2), { 'a~0': { c: 2 } }],
    ['takes empty keys below the root', { a: { '': { c: 1 } } }, update('/a/', 'c', 2), { a: { '': { c: 2 } } }],
    ['sorts as text, whatever comparator was meant', [10, 9, 1], mutate('/', 'sort', {}), [1, 10, 9]],
    ['splices with odd arguments', [1, 2, 3], mutate('/', 'splice', -1, 'x', 4), [1, 2, 4, 3]],
    ['fills', [1, 2, 3], mutate('/', 'fill', { x: 1 }, 1), [1, { x: 1 }, { x: 1 }]],
    ['copies within', [1, 2, 3], mutate('/', 'copyWithin', 0, 1), [2, 3, 3]],
  ])('%s', (_, value, operation, expected) => {
    expect(applied(value, operation)).toEqual(expected);
  });

  it('leaves a hole where an array element is deleted', () => {
    const value = applied(['foo', 'bar'], remove('/', '0')) as Json[];
    expect(value).toHaveLength(2);
    expect(0 in value).toBe(false);
    expect(JSON.stringify(value)).toBe('[null,"bar"]');
  });

  it('shares everything that is not on the path, and copies each container once per call', () => {
    const value = deepFreeze({ on: { path: { n: 0 } }, off: { big: [1, 2, 3] } });
    const result = applied(value, update('/on/path', 'n', 1), update('/on/path', 'n', 2)) as typeof value;
    expect(result).toEqual({ on: { path: { n: 2 } }, off: { big: [1, 2, 3] } });
    expect(result.off).toBe(value.off);
  });

  it('does not change both places after copyWithin put one object in two', () => {
    const operations = [update('/0', 'n', 1), mutate('/', 'copyWithin', 1, 0, 1), update('/0', 'n', 2)];
    const together = applied([{ n: 0 }, { n: 0 }], ...operations);
    const oneByOne = operations.reduce<Json | undefined>((value, operation) => applied(value, operation), [{ n: 0 }, { n: 0 }]);
    expect(together).toEqual([{ n: 2 }, { n: 1 }]);
    expect(oneByOne).toEqual(together);
  });

  it.each<[string, Json | undefined, Operation, Json]>([
    ['adds to a number', { a: { n: 1 } }, { path: '/a/n', method: 'increment', args: { by: 2 } }, { a: { n: 3 } }],
    ['counts a missing number as 0', { a: {} }, { path: '/a/n', method: 'increment', args: { by: -1 } }, { a: { n: -1 } }],
    ['adds to the root', undefined, { path: '/', method: 'increment', args: { by: 5 } }, 5],
    ['adds to an item', [1, 2], { path: '/1', method: 'increment', args: { by: 0.5 } }, [1, 2.5]],
    ['sets what is as expected', { a: { x: 1, y: 2 } }, cas('/a', { y: 2, x: 1 }, 3), { a: 3 }],
    ['sets what is expected to be missing', {}, { path: '/a', method: 'compareAndSet', args: { newValue: 1 } }, { a: 1 }],
    [
      'removes by id',
      [{ id: 1 }, { id: 2 }, 'x', { id: 1 }],
      { path: '/', method: 'removeWhere', args: { id: 1 } },
      [{ id: 2 }, 'x'],
    ],
    [
      'removes by another key',
      { l: [{ k: 'a' }] },
      { path: '/l', method: 'removeWhere', args: { id: 'a', key: 'k' } },
      { l: [] },
    ],
    ['finds nothing to remove', [{ id: '1' }], { path: '/', method: 'removeWhere', args: { id: 1 } }, [{ id: '1' }]],
  ])('%s, and says so in NodeCG’s operations', (_, value, operation, expected) => {
    expect(applied(value, operation)).toEqual(expected);
    const resolved = resolveOperations(deepFreeze(value), deepFreeze([operation]));
    if (!resolved.ok) throw new Error(resolved.error.message);
    expect(resolved.value.operations.every(({ method }) => nodecgMethods.includes(method))).toBe(true);
    expect(applied(value, ...resolved.value.operations)).toEqual(expected);
  });

  it('tells a mismatch from a mistake', () => {
    expect(applyOperations({ a: 1 }, [cas('/a', 2, 3)])).toMatchObject({ ok: false, error: { code: 'mismatch', path: '/a' } });
  });

  it.each<[string, Json | undefined, unknown]>([
    ['to add to a text', { a: 'x' }, { path: '/a', method: 'increment', args: { by: 1 } }],
    ['to add to null', { a: null }, { path: '/a', method: 'increment', args: { by: 1 } }],
    ['to add nothing', 1, { path: '/', method: 'increment', args: {} }],
    ['to add NaN', 1, { path: '/', method: 'increment', args: { by: NaN } }],
    ['to add beyond all numbers', 1e308, { path: '/', method: 'increment', args: { by: 1e308 } }],
    ['to add through __proto__', {}, { path: '/__proto__/n', method: 'increment', args: { by: 1 } }],
    ['to add to __proto__', {}, { path: '/__proto__', method: 'increment', args: { by: 1 } }],
    ['to add below nothing', {}, { path: '/a/b', method: 'increment', args: { by: 1 } }],
    ['to set __proto__', {}, cas('/__proto__', null, 1)],
    ['to remove from an object', {}, { path: '/', method: 'removeWhere', args: { id: 1 } }],
    ['to remove by an object', [], { path: '/', method: 'removeWhere', args: { id: {} } }],
    ['to remove by no key', [], { path: '/', method: 'removeWhere', args: { id: 1, key: 2 } }],
    ['a missing path', { a: {} }, update('/a/b', 'c', 1)],
    ['a path through a primitive', { a: 'text' }, update('/a/length', 'c', 1)],
    ['a path through null', { a: null }, update('/a', 'c', 1)],
    ['a path through undefined', undefined, update('/', 'c', 1)],
    ['a path through an inherited property', {}, update('/constructor', 'c', 1)],
    ['a path through a hole', [1], update('/1', 'c', 1)],
    ['a mutator on an object', { a: {} }, mutate('/a', 'push', 1)],
    ['a mutator whose arguments throw', [1], mutate('/', 'splice', { valueOf: 1, toString: 1 })],
    ['__proto__ as a segment', JSON.parse('{"__proto__":{"x":1}}') as Json, update('/__proto__', 'x', 2)],
    ['__proto__ as a property', {}, update('/', '__proto__', { polluted: true })],
    ['a delete of __proto__', {}, remove('/', '__proto__')],
    ['a word as an array index', [1], update('/', 'foo', 1)],
    ['a negative array index', [1], update('/', '-1', 1)],
    ['an index far behind the end', [1], update('/', '10002', 1)],
    ['a length that is no number', [1], update('/', 'length', '3')],
    ['a length that makes a giant', [1], update('/', 'length', 1e9)],
    ['a deleted length', [1], remove('/', 'length')],
    ['a path without its slash', {}, update('a', 'b', 1)],
    ['a path that is too deep', {}, update('/a'.repeat(129), 'b', 1)],
    ['an unknown method', [], { path: '/', method: 'concat', args: { mutatorArgs: [] } }],
    ['an inherited method', [], { path: '/', method: 'constructor', args: { mutatorArgs: [] } }],
    ['arguments that are no array', [], { path: '/', method: 'push', args: { mutatorArgs: 'x' } }],
    ['no arguments', [], { path: '/', method: 'push' }],
    ['no operation', [], null],
  ])('refuses %s', (_, value, operation) => {
    expect(applyOperations(deepFreeze(value), [operation as Operation])).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^(?:invalid-operation|mismatch)$/) as string },
    });
  });

  it('refuses all operations when one is wrong', () => {
    const result = applyOperations(deepFreeze({ a: 1 }), [update('/', 'a', 2), update('/nowhere', 'x', 1)]);
    expect(result).toMatchObject({ ok: false, error: { path: '/nowhere' } });
  });

  it('keeps an own __proto__ key of a value as data', () => {
    const value = applied(JSON.parse('{"__proto__":{"admin":true},"a":1}') as Json, update('/', 'a', 2)) as JsonObject;
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
    expect(value.admin).toBeUndefined();
  });

  it('makes of 3,000 random sequences what plain JavaScript makes of them, and never changes its input', () => {
    for (let seed = 1; seed <= 3_000; seed++) {
      const random = seededRandom(seed);
      const start = randomJson(random, 3, true);
      const frozen = deepFreeze(structuredClone(start));
      const model = { root: structuredClone(start) };
      const operations = Array.from({ length: 1 + random(8) }, () => change(model, random));
      expect(applyOperations(frozen, deepFreeze(operations)), `seed ${seed}`).toEqual({ ok: true, value: model.root });
      expect(frozen, `seed ${seed}`).toEqual(start);
    }
  });

  it('survives 20,000 random pieces of junk without a throw or a polluted prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    for (let seed = 1; seed <= 20_000; seed++) {
      const random = seededRandom(seed);
      const operations = Array.from({ length: 3 }, () => junk(random)) as Operation[];
      expect(typeof applyOperations(deepFreeze(randomJson(random, 3, true)), operations).ok).toBe('boolean');
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
    expect(({} as JsonObject).polluted).toBeUndefined();
    expect(([] as unknown as JsonObject).polluted).toBeUndefined();
  });
});

/** Changes the model with plain JavaScript and says which operation that was. */
function change(model: { root: Json }, random: (below: number) => number): Operation {
  const segments: string[] = [];
  let container = model.root as Json[] | JsonObject;
  for (let depth = random(4); depth > 0; depth--) {
    const inner = Object.entries(container).filter(
      (entry): entry is [string, Json[] | JsonObject] => typeof entry[1] === 'object' && entry[1] !== null,
    );
    const [name, next] = inner[random(inner.length)] ?? [];
    if (name === undefined || next === undefined) break;
    segments.push(name);
    container = next;
  }
  const path = joinPath(segments);
  const newValue = randomJson(random, 2);
  if (random(12) === 0) {
    model.root = randomJson(random, 2, true);
    return overwrite('/', structuredClone(model.root));
  }
  if (!Array.isArray(container)) return changeObject(container, path, newValue, random);
  if (random(4) === 0) {
    const index = random(container.length + 2);
    container[index] = structuredClone(newValue);
    return update(path, String(index), newValue);
  }
  return changeArray(model, container, path, newValue, random);
}

function changeObject(container: JsonObject, path: string, newValue: Json, random: (below: number) => number): Operation {
  const prop = `k${random(5)}`;
  if (random(3) === 0) {
    delete container[prop];
    return remove(path, prop);
  }
  container[prop] = structuredClone(newValue);
  return { path, method: random(2) ? 'add' : 'update', args: { prop, newValue } };
}

function changeArray(
  model: { root: Json },
  container: Json[],
  path: string,
  newValue: Json,
  random: (below: number) => number,
): Operation {
  const method = arrayMutators[random(arrayMutators.length)] ?? 'push';
  const numbers = [random(4) - 1, random(4)];
  const args: Json[] = {
    ...{
      copyWithin: [random(3), random(3)],
      fill: [newValue, ...numbers],
      pop: [],
      push: [newValue, 1],
      reverse: [],
      shift: [],
      sort: [],
    },
    ...{ splice: [...numbers, newValue], unshift: [newValue, 2] },
  }[method];
  (container[method] as (...items: Json[]) => unknown)(...structuredClone(args));
  // fill and copyWithin put one object in several places; values are JSON, so each place is its own.
  model.root = cloneWithoutAliases(model.root);
  return mutate(path, method, ...args);
}

function cloneWithoutAliases<T extends Json>(value: T): T {
  if (Array.isArray(value)) {
    const copy = value.slice();
    value.forEach((item, index) => (copy[index] = cloneWithoutAliases(item)));
    return copy as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cloneWithoutAliases(item)])) as T;
}

function junk(random: (below: number) => number): unknown {
  const bits: unknown[] = [
    ...[
      undefined,
      null,
      0,
      -1,
      '',
      '/',
      '//',
      '/__proto__',
      '/constructor/prototype',
      '/k1',
      '/0',
      'length',
      '__proto__',
      'constructor',
      '99999999999',
    ],
    ...[
      {},
      [],
      true,
      NaN,
      'push',
      'splice',
      'sort',
      'update',
      'add',
      'delete',
      'overwrite',
      'toString',
      { polluted: true },
      { toString: 1, valueOf: 1 },
    ],
    ...[{ length: 1e9 }, [{ toString: null }], 1e9, '1e9', Symbol.iterator, () => 1],
  ];
  const bit = (): unknown => bits[random(bits.length)];
  if (random(10) === 0) return bit();
  const args = random(5) === 0 ? bit() : { prop: bit(), newValue: bit(), mutatorArgs: random(3) ? [bit(), bit()] : bit() };
  const path = random(3) ? ['/', '/k1', '/0', '/k1/k2', '/__proto__'][random(5)] : bit();
  const methods = [...nodecgMethods, ...meaningMethods];
  return { path, method: random(4) ? methods[random(methods.length)] : bit(), args };
}
