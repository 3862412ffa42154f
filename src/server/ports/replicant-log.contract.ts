import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import type { Operation } from '#contract/operations';
import { keyOf, type Actor, type HistoryEntry, type ReplicantKey, type Snapshot } from '#contract/replicant';
import type { ReplicantLog } from './replicant-log.ts';

const operator: Actor = { kind: 'user', id: 'ada', role: 'OPERATOR' };
const at = 1_700_000_000_123;

export type LogUnderTest = { log: ReplicantLog; close(): Promise<void> };

const overwrite = (newValue: Json): Operation => ({ path: '/', method: 'overwrite', args: { newValue } });
const entry = (revision: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  fromRevision: revision - 1,
  revision,
  stamp: 'run-1',
  operations: [overwrite(revision)],
  actor: operator,
  at,
  ...more,
});
const snapshot = (revision: number, value: Json | undefined = revision, stamp = 'run-1'): Snapshot => ({
  value,
  revision,
  stamp,
});

/** What every {@link ReplicantLog} promises. `create` is called once; each test uses keys of its own. */
export function describeReplicantLog(name: string, create: () => Promise<LogUnderTest>): void {
  describe(`${name} as ReplicantLog`, () => {
    let opened: LogUnderTest;
    let log: ReplicantLog;
    let key: ReplicantKey;
    let keys = 0;
    beforeAll(async () => {
      opened = await create();
      log = opened.log;
    });
    beforeEach(() => {
      key = { namespace: `bundle-${++keys}`, name: 'score' };
    });
    afterAll(() => opened.close());

    const append = (...entries: HistoryEntry[]) =>
      log.write({ entries: entries.map((each) => ({ key, entry: each })), checkpoints: [] });
    const checkpoint = (taken: Snapshot) => log.write({ entries: [], checkpoints: [{ key, snapshot: taken }] });
    const load = async () => (await log.load([key])).get(keyOf(key));

    it('gives nothing for keys that were never written, and takes an empty batch', async () => {
      await log.write({ entries: [], checkpoints: [] });
      expect(await log.load([key])).toEqual(new Map());
      expect(await log.load([])).toEqual(new Map());
      expect(await log.history(key, { limit: 10 })).toEqual([]);
    });

    it('gives back entries oldest first, whole', async () => {
      const rich = entry(2, {
        operations: [{ path: '/a~1b', method: 'splice', args: { mutatorArgs: [0, 1, { x: null }] } }, overwrite('\u0000')],
        at: at + 1,
      });
      await append(entry(1), rich);
      await append(entry(5, { fromRevision: 2 }));
      expect(await load()).toEqual({ checkpoint: undefined, entries: [entry(1), rich, entry(5, { fromRevision: 2 })] });
    });

    it('replays from the checkpoint: only later entries come with it', async () => {
      await log.write({
        entries: [1, 2, 3].map((revision) => ({ key, entry: entry(revision) })),
        checkpoints: [{ key, snapshot: snapshot(2) }],
      });
      expect(await load()).toEqual({ checkpoint: snapshot(2), entries: [entry(3)] });
    });

    it('does nothing the second time that a batch is written', async () => {
      const batch = {
        entries: [1, 2].map((revision) => ({ key, entry: entry(revision) })),
        checkpoints: [{ key, snapshot: snapshot(1) }],
      };
      await log.write(batch);
      await log.write(batch);
      expect(await load()).toEqual({ checkpoint: snapshot(1), entries: [entry(2)] });
      expect(await log.history(key, { limit: 10 })).toHaveLength(2);
    });

    it('never takes a checkpoint back', async () => {
      await append(entry(1), entry(2));
      await checkpoint(snapshot(2));
      await checkpoint(snapshot(1));
      expect(await load()).toEqual({ checkpoint: snapshot(2), entries: [] });
    });

    it('takes the newest of two checkpoints in one batch', async () => {
      await log.write({ entries: [], checkpoints: [snapshot(4), snapshot(3)].map((taken) => ({ key, snapshot: taken })) });
      expect((await load())?.checkpoint).toEqual(snapshot(4));
    });

    it('keeps a first value at revision 0', async () => {
      await checkpoint(snapshot(0, 'default'));
      await append(entry(1));
      expect(await load()).toEqual({ checkpoint: snapshot(0, 'default'), entries: [entry(1)] });
    });

    it('goes on under the stamp of the next run', async () => {
      await append(entry(1), entry(2));
      await checkpoint(snapshot(1));
      await append(entry(3, { stamp: 'run-2' }));
      expect(await load()).toEqual({ checkpoint: snapshot(1), entries: [entry(2), entry(3, { stamp: 'run-2' })] });
      await checkpoint(snapshot(3, 3, 'run-2'));
      expect(await load()).toEqual({ checkpoint: snapshot(3, 3, 'run-2'), entries: [] });
    });

    it.each([
      ['null', null],
      ['undefined', undefined],
      ['order of keys', { b: 1, a: 2, 10: 3 }],
      ['NUL and a lone surrogate', 'a\u0000b\ud800'],
      ['__proto__', JSON.parse('{"__proto__":{"x":1}}') as Json],
      ['numbers', [0.1, 1e21, -5e-324, 9007199254740991]],
      ['quotes', '"\\\'{},\n'],
    ])('keeps %s', async (_, value) => {
      await checkpoint({ value, revision: 1, stamp: 'run-1' });
      const stored = (await load())?.checkpoint;
      expect(stored).toStrictEqual({ value, revision: 1, stamp: 'run-1' });
      expect(JSON.stringify(stored?.value)).toBe(JSON.stringify(value));
    });

    it('keeps names apart, whatever is in them', async () => {
      const odd = ['a', 'A', 'a ', 'a:b', 'ä', '"\\{}', 'NULL'].map((each) => ({ namespace: key.namespace, name: each }));
      await log.write({
        entries: odd.map((each, index) => ({ key: each, entry: entry(index + 1, { fromRevision: 0 }) })),
        checkpoints: [],
      });
      const stored = await log.load([...odd, key]);
      expect(odd.map((each) => stored.get(keyOf(each))?.entries[0]?.revision)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(stored.has(keyOf(key))).toBe(false);
      expect(await log.list(key.namespace)).toHaveLength(odd.length);
      expect(await log.list()).toEqual(expect.arrayContaining(odd));
    });

    it('pages through the history, newest first', async () => {
      await append(...[1, 2, 3, 4].map((revision) => entry(revision)));
      expect(await log.history(key, { limit: 2 })).toEqual([entry(4), entry(3)]);
      expect(await log.history(key, { limit: 2, before: 3 })).toEqual([entry(2), entry(1)]);
    });

    it('keeps what undoes a change, why it was made, and its idempotency keys', async () => {
      const rich = entry(1, {
        inverse: [overwrite(null)],
        cause: { kind: 'undo', revision: 7 },
        idempotencyKeys: ['a', '"b,{}'],
      });
      const named = entry(2, { inverse: [{ path: '/', method: 'overwrite', args: {} }], cause: { kind: 'snapshot', name: 'x' } });
      await append(rich, named);
      expect(await log.history(key, { limit: 10 })).toEqual([named, rich]);
      expect((await load())?.entries).toEqual([rich, named]);
    });

    it('tells the idempotency keys of the last minutes, also of what is in the checkpoint', async () => {
      const now = Date.now();
      await append(
        entry(1, { at: now - limits.idempotencyMs - 60_000, idempotencyKeys: ['old'] }),
        entry(2, { at: now - 60_000, idempotencyKeys: ['a', 'b'] }),
        entry(3, { at: now, idempotencyKeys: ['c'] }),
      );
      await checkpoint(snapshot(2));
      const stored = await load();
      expect(stored?.entries.map(({ revision }) => revision)).toEqual([3]);
      expect(stored?.idempotency).toEqual([
        { key: 'a', revision: 2, stamp: 'run-1', at: now - 60_000 },
        { key: 'b', revision: 2, stamp: 'run-1', at: now - 60_000 },
        { key: 'c', revision: 3, stamp: 'run-1', at: now },
      ]);
    });

    it('removes what is too old or too much, but nothing after a checkpoint and nothing of the last minutes', async () => {
      const now = Date.now();
      const days = (count: number): number => now - count * 86_400_000;
      const [aged, many, fresh, behind] = ['aged', 'many', 'fresh', 'behind'].map((each) => ({
        namespace: key.namespace,
        name: each,
      }));
      const rows = (owner: ReplicantKey | undefined, ats: number[]) =>
        ats.map((each, index) => ({ key: owner ?? key, entry: entry(index + 1, { at: each }) }));
      await log.write({
        entries: [
          ...rows(aged, [days(40), days(31), days(29)]),
          ...rows(
            many,
            Array.from({ length: 8 }, () => days(1)),
          ),
          ...rows(
            fresh,
            Array.from({ length: 8 }, () => now),
          ),
          ...rows(behind, [days(40), days(40)]),
        ],
        checkpoints: [
          ...[aged, many, fresh].map((owner) => ({ key: owner ?? key, snapshot: snapshot(8) })),
          { key: behind ?? key, snapshot: snapshot(1) },
        ],
      });
      while ((await log.prune({ days: 30, rows: 5 })) > 0);
      const left = async (owner: ReplicantKey | undefined) =>
        (await log.history(owner ?? key, { limit: 100 })).map(({ revision }) => revision);
      expect(await left(aged)).toEqual([3]);
      expect(await left(many)).toEqual([8, 7, 6, 5, 4]);
      expect(await left(fresh)).toHaveLength(8);
      expect(await left(behind)).toEqual([2]);
    });

    it('forgets value and history of a deleted key, of no other', async () => {
      const other = { namespace: key.namespace, name: 'other' };
      await append(entry(1));
      await log.write({ entries: [{ key: other, entry: entry(1) }], checkpoints: [] });
      await log.delete(key);
      expect(await load()).toBeUndefined();
      expect(await log.history(key, { limit: 10 })).toEqual([]);
      expect(await log.list(key.namespace)).toEqual([other]);
    });

    it('answers a ping', async () => {
      await expect(log.ping()).resolves.toBeUndefined();
    });
  });
}
