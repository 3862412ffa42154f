import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AuditRecord } from '#contract/audit';
import type { Asker } from '#contract/identity';
import type { Actor } from '#contract/replicant';
import { actorFrom } from './actor-origins.ts';
import { mergeWrites } from './merge-writes.ts';

const ada = actorFrom({ kind: 'user', id: 'ada', role: 'OPERATOR' }, { address: '192.0.2.7', userAgent: 'Test' });
const key = { namespace: 'show', name: 'text' };
let records: AuditRecord[];
let writes: ReturnType<typeof mergeWrites>;
const write = (before: number, after: number, actor: Actor = ada, name = 'text') =>
  writes.add({ key: { ...key, name }, actor, before, after });

beforeEach(() => {
  vi.useFakeTimers();
  records = [];
  writes = mergeWrites((record) => records.push(record));
});
afterEach(() => vi.useRealTimers());

it('[AU7] makes one entry of a person’s burst: before the first, after the last, how many, from where', () => {
  for (let value = 0; value < 60; value++) {
    write(value, value + 1);
    vi.advanceTimersByTime(16);
  }
  expect(records).toEqual([]);
  vi.advanceTimersByTime(3_000);
  const entry = { action: 'replicant.write', target: 'replicant:show:text', before: 0, after: 60, count: 60, result: 'ok' };
  expect(records).toEqual([
    { ...entry, actor: { kind: 'user', id: 'ada', role: 'OPERATOR' }, origin: { address: '192.0.2.7', userAgent: 'Test' } },
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

it('[AU7] ends a burst that doesn’t end by itself', () => {
  for (let second = 0; second < 60; second++) {
    write(second, second + 1);
    vi.advanceTimersByTime(1_000);
  }
  vi.advanceTimersByTime(3_000);
  expect(records.length).toBeGreaterThanOrEqual(4);
  expect(records.length).toBeLessThan(8);
  expect(records.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(60);
});

it('[AU7] keeps people and replicants apart', () => {
  const bob = actorFrom({ ...ada, id: 'bob' }, { address: '', userAgent: '' });
  write(0, 1);
  write(1, 2, bob);
  write(2, 3);
  write(0, 9, ada, 'other');
  writes.flush();
  const summary = records.map(({ actor, target, before, after, count }) => [actor.id, target, before, after, count]);
  expect(summary).toEqual([
    ['ada', 'replicant:show:text', 0, 3, 2],
    ['bob', 'replicant:show:text', 1, 2, undefined],
    ['ada', 'replicant:show:other', 0, 9, undefined],
  ]);
});

it('[AU7] keeps a bounded number of bursts', () => {
  for (let number = 0; number < 1_500; number++) write(0, 1, ada, `r${number}`);
  expect(records).toHaveLength(500);
  writes.flush({ ...key, name: 'r1499' });
  expect(records.at(-1)).toMatchObject({ target: 'replicant:show:r1499' });
  writes.flush();
  expect(records).toHaveLength(1_500);
});

const keyNamed = (keyId: string): Pick<Asker, 'actor' | 'keyId'> => ({
  actor: { kind: 'key', id: 'OBS', role: 'OPERATOR', access: { reach: 'granted', grants: [] } },
  keyId,
});
const here = { address: '192.0.2.7', userAgent: 'Test' };

it('[AU7] keeps two keys of one name apart', () => {
  for (const [id, value] of [
    ['k1', 1],
    ['k2', 2],
    ['k1', 3],
  ] as const) {
    const signer = keyNamed(id);
    write(0, value, actorFrom(signer.actor, here, signer));
  }
  writes.flush();
  expect(records.map(({ actor, after, count }) => [actor.id, after, count])).toEqual([
    ['OBS', 3, 2],
    ['OBS', 2, undefined],
  ]);
});

it('[AU7] a graphic or remote extension that a key let in is written down as that key; the show’s own isn’t', () => {
  const kinds = ['graphic', 'extension'] as const;
  for (const kind of kinds) {
    const actor: Actor = { kind, id: 'show', role: 'OPERATOR', access: { reach: 'granted', grants: [] } };
    write(0, 1, actorFrom(actor, here, keyNamed('k1')), kind);
    write(0, 1, actorFrom(actor, here, { actor: ada }), `${kind} of a person`);
    write(0, 1, { kind, id: 'show', role: 'ADMIN' }, `${kind} of the show`);
  }
  writes.flush();
  expect(records.map(({ actor, target, origin }) => [actor.kind, actor.id, target, origin.address])).toEqual(
    kinds.map((kind) => ['key', 'OBS', `replicant:show:${kind}`, '192.0.2.7']),
  );
});
