import { expect, it } from 'vitest';
import type { Json } from '#contract/json';
import { defaultsFromSchema } from './defaults-from-schema.ts';

const book = { type: 'object', properties: { author: { type: 'string', default: 'Hemingway' }, price: { default: 10 } } };

it.each<[string, Json, Json | undefined]>([
  ['a default, also a false one', { type: 'boolean', default: false }, false],
  ['nothing where there is none', { type: 'string' }, undefined],
  [
    'nested properties that have one',
    { type: 'object', properties: { a: { default: 0 }, b: { type: 'string' }, c: { type: 'object' } } },
    { a: 0, c: {} },
  ],
  ['an empty array', { type: 'array', items: { type: 'string' } }, []],
  ['as many items as needed, at least one', { type: 'array', items: { default: 'x' }, minItems: 2 }, ['x', 'x']],
  ['one item where none is needed', { type: 'array', items: book }, [{ author: 'Hemingway', price: 10 }]],
  ['a tuple up to its last default', { type: 'array', items: [{ default: 1 }, { type: 'string' }] }, [1]],
  [
    'a local reference',
    { type: 'object', properties: { b: { $ref: '#/definitions/book' } }, definitions: { book } },
    { b: { author: 'Hemingway', price: 10 } },
  ],
  ['a reference to nowhere', { type: 'object', properties: { b: { $ref: '#/definitions/none' } } }, {}],
  ['a circle', { $ref: '#' }, undefined],
  [
    'merged allOf',
    { allOf: [{ $ref: '#/definitions/book' }, { properties: { price: { default: 30 } } }], definitions: { book } },
    { author: 'Hemingway', price: 30 },
  ],
])('[R2] takes %s', (_, schema, expected) => {
  expect(defaultsFromSchema(schema)).toEqual(expected);
});
