import { z } from 'zod';

/* Random payloads from a seed: what a schema asks for, with poison put into it. */

export type Random = {
  /** Whole, from 0 to below `n`. */
  below(n: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
};

/** The same numbers for the same seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, chance: (probability) => next() < probability, pick: (list) => list[below(list.length)] as never };
}

const poisonKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'then', 'toJSON'];
export const names = ['score', 'list', 'map', 'timer', ...poisonKeys, 'ünï', '🏆', ' ', 'a/b', '..'];
const texts = [
  ...['', 'a', 'NaN', 'Infinity', '-0', '1e999', 'undefined', 'null', '\u0000', '\ud800', '\u2028', '%00', '../../etc/passwd'],
  ...['<script>', '$where', "' or 1=1 --", 'https://example.com/', '/bundles/quiz/graphics/a.html', ...poisonKeys],
];
const segments = [...poisonKeys, '0', '1', '-1', '01', '1e3', '4294967295', '10001', 'a', 'b', '', '~1', '~0', '🏆', 'NaN'];

/** A key like any other, `__proto__` too: JSON may carry it. */
function put(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function randomPath(random: Random): string {
  if (random.chance(0.3)) return '/';
  const depth = random.chance(0.02) ? 200 : 1 + random.below(4);
  return `/${Array.from({ length: depth }, () => random.pick(segments)).join('/')}`;
}

function randomText(random: Random): string {
  return random.chance(0.01) ? random.pick(texts).repeat(1 + random.below(20_000)) : random.pick(texts);
}

/** Any JSON, mostly small. */
export function randomJson(random: Random, depth = 0): unknown {
  const kind = random.below(depth > 3 ? 5 : 8);
  if (kind < 2) return random.pick([0, 1, -1, 0.5, 1e308, 2 ** 53, -(2 ** 31)]);
  if (kind === 2) return randomText(random);
  if (kind === 3) return random.pick([null, true, false]);
  if (kind === 4) return poison(random);
  if (kind === 5) return Array.from({ length: random.below(5) }, () => randomJson(random, depth + 1));
  const object = {};
  for (let n = random.below(4); n > 0; n--) put(object, random.pick(segments), randomJson(random, depth + 1));
  return object;
}

/** What nobody expects at that place. */
function poison(random: Random): unknown {
  const kind = random.below(random.chance(0.03) ? 11 : 8);
  const polluting = {};
  put(polluting, random.pick(['__proto__', 'constructor']), { polluted: true, prototype: { polluted: true } });
  const plain = [null, -1, 1.5, 1e308, true, randomText(random), [], polluting];
  if (kind < plain.length) return plain[kind];
  if (kind === 8) return Array.from({ length: 20_000 }, (_, n) => n);
  if (kind === 9) return 'x'.repeat(200_000);
  return nest(random.pick([100, 999, 1_001, 1_500]));
}

function nest(depth: number): unknown {
  let nested: unknown = 0;
  for (let n = 0; n < depth; n++) nested = n % 2 === 0 ? [nested] : { a: nested };
  return nested;
}

type Schema = z.core.JSONSchema.JSONSchema;

const known = new WeakMap<z.ZodType, Schema>();

/** A payload as the schema wants it, as far as a JSON Schema can tell. */
export function payloadFor(schema: z.ZodType, random: Random): unknown {
  const json = known.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  known.set(schema, json);
  return valueFor(json, random, '');
}

function valueFor(schema: Schema, random: Random, key: string): unknown {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return valueFor(random.pick<Schema>(options), random, key);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  switch (schema.type) {
    case 'object':
      return objectFor(schema, random);
    case 'array':
      return Array.from({ length: 1 + random.below(3) }, () => valueFor((schema.items ?? {}) as Schema, random, key));
    case 'string':
      return textFor(key, random);
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
    case 'number':
      return random.pick([0, 0, 1, 2, 7, 1_000]);
    default:
      return randomJson(random);
  }
}

function objectFor({ properties = {}, required = [] }: Schema, random: Random): object {
  const object = {};
  for (const [key, property] of Object.entries(properties))
    if (required.includes(key) || random.chance(0.5)) put(object, key, valueFor(property as Schema, random, key));
  return object;
}

function textFor(key: string, random: Random): string {
  if (key === 'path') return randomPath(random);
  if (key === 'namespace' || key === 'bundle') return random.chance(0.9) ? 'quiz' : random.pick(names);
  if (key === 'name') return random.chance(0.7) ? random.pick(['score', 'list', 'map']) : random.pick(names);
  return key === 'prop' ? random.pick(segments) : randomText(random);
}

/** Puts poison at a random place, takes something away, or adds what doesn't belong there. */
export function spoil(payload: unknown, random: Random): unknown {
  if (typeof payload !== 'object' || payload === null || random.chance(0.15)) return poison(random);
  const keys = Object.keys(payload);
  const key = keys.length > 0 && random.chance(0.9) ? random.pick(keys) : random.pick(poisonKeys);
  if (Array.isArray(payload) && !/^\d+$/.test(key)) payload.push(poison(random));
  else if (random.chance(0.15)) Reflect.deleteProperty(payload, key);
  else put(payload, key, Object.hasOwn(payload, key) ? spoil(Reflect.get(payload, key), random) : poison(random));
  return payload;
}
