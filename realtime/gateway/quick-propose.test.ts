import { describe, expect, it } from 'vitest';
import { requestSchemas } from '#contract/wire';
import { quickPropose } from './quick-propose.ts';

const plain = {
  namespace: 'quiz',
  name: 'score',
  operations: [{ path: '/', method: 'overwrite', args: { newValue: 1 } }],
  baseRevision: 3,
};
const operation = (one: unknown) => ({ ...plain, operations: [one] });

describe('quickPropose', () => {
  it.each([
    ['an overwrite', plain],
    ['no value', operation({ path: '/', method: 'overwrite', args: {} })],
    ['an update', operation({ path: '/a', method: 'update', args: { prop: 'b', newValue: [1] } })],
    ['a push', operation({ path: '/a', method: 'push', args: { mutatorArgs: [1, { two: 2 }] } })],
    ['fields that nobody knows', { ...operation({ path: '/', method: 'overwrite', args: { newValue: 1, x: 1 }, y: 2 }), z: 3 }],
    ['every option', { ...plain, onConflict: 'reject', durable: false, origin: 'me', baseStamp: 'run-1' }],
  ])('[G20] makes of %s what the schema makes of it', (_what, payload) => {
    expect(quickPropose(payload)).toEqual(requestSchemas.propose.parse(payload));
    expect(Object.keys(quickPropose(payload) ?? {}).sort()).toEqual(Object.keys(requestSchemas.propose.parse(payload)).sort());
  });

  const odd: unknown[] = [undefined, null, 0, -1, 1.5, 2 ** 53, NaN, '', 'a'.repeat(5_000), '\u0001', '\ud800', [], {}, true];
  const fields = Object.keys(requestSchemas.propose.shape);
  const wild = [
    ...odd,
    ...fields.flatMap((field) => odd.map((value) => ({ ...plain, [field]: value }))),
    ...['path', 'method', 'args'].flatMap((field) => odd.map((value) => operation({ ...plain.operations[0], [field]: value }))),
    ...odd.map((prop) => operation({ path: '/', method: 'update', args: { prop, newValue: 1 } })),
    ...odd.map((mutatorArgs) => operation({ path: '/', method: 'push', args: { mutatorArgs } })),
    { ...plain, operations: Array.from({ length: 1_001 }, () => plain.operations[0]) },
  ];

  it('[G20] takes nothing that the schema refuses', () => {
    const taken = wild.filter((payload) => quickPropose(payload) !== undefined);
    expect(taken.length).toBeGreaterThan(10);
    for (const payload of taken) expect(quickPropose(payload)).toEqual(requestSchemas.propose.parse(payload));
  });
});
