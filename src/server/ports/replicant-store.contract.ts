import { describe, expect, it } from 'vitest';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import type { ReplicantStore } from './replicant-store.ts';

type Subject = { store: ReplicantStore; close?(): Promise<void> | void };

const score: ReplicantKey = { namespace: 'show', name: 'score' };
const at = (revision: number, value: Snapshot['value'] = revision): Snapshot => ({ value, revision, stamp: 'run' });

/** What every replicant store must do. `create` makes a fresh, empty one per test. */
export function describeReplicantStore(name: string, create: () => Promise<Subject> | Subject): void {
  async function use(act: (store: ReplicantStore) => Promise<void>): Promise<void> {
    const subject = await create();
    try {
      await act(subject.store);
    } finally {
      await subject.close?.();
    }
  }

  describe(`${name} as a replicant store`, () => {
    it('reads back what was set, and undefined where nothing was', () =>
      use(async (store) => {
        expect(await store.read(score)).toBeUndefined();
        expect(await store.compareAndSet(score, null, at(0, { home: [1, null, 'x'] }))).toBe(true);
        expect(await store.read(score)).toEqual(at(0, { home: [1, null, 'x'] }));
      }));

    it('keeps a snapshot whose value is undefined', () =>
      use(async (store) => {
        await store.compareAndSet(score, null, { value: undefined, revision: 0, stamp: 'run' });
        expect(await store.read(score)).toEqual({ value: undefined, revision: 0, stamp: 'run' });
      }));

    it('refuses a set whose expectation is wrong, and changes nothing', () =>
      use(async (store) => {
        expect(await store.compareAndSet(score, 0, at(1))).toBe(false);
        expect(await store.read(score)).toBeUndefined();
        await store.compareAndSet(score, null, at(0));
        expect(await store.compareAndSet(score, null, at(0, 'again'))).toBe(false);
        expect(await store.compareAndSet(score, 5, at(6))).toBe(false);
        expect(await store.read(score)).toEqual(at(0));
      }));

    it('lets exactly one of many racing sets win', () =>
      use(async (store) => {
        await store.compareAndSet(score, null, at(0));
        const racers = Array.from({ length: 20 }, (_, racer) => store.compareAndSet(score, 0, at(1, racer)));
        const won = (await Promise.all(racers)).flatMap((didWin, racer) => (didWin ? [racer] : []));
        expect(won).toHaveLength(1);
        expect(await store.read(score)).toEqual(at(1, won[0]));
      }));

    it('deletes once, and is empty afterwards', () =>
      use(async (store) => {
        await store.compareAndSet(score, null, at(3));
        expect(await store.delete(score)).toBe(true);
        expect(await store.delete(score)).toBe(false);
        expect(await store.read(score)).toBeUndefined();
        expect(await store.compareAndSet(score, null, at(0))).toBe(true);
      }));

    it('lists keys of one namespace or of all, however odd the names', () =>
      use(async (store) => {
        const keys = [
          score,
          { namespace: 'show', name: 'a:b/c' },
          { namespace: 'show:a', name: 'b' },
          { namespace: '_sounds', name: '*' },
        ];
        for (const key of keys) await store.compareAndSet(key, null, at(0));
        const byName = (a: ReplicantKey, b: ReplicantKey): number => a.name.localeCompare(b.name);
        expect((await store.list('show')).sort(byName)).toEqual(keys.slice(0, 2).sort(byName));
        expect((await store.list()).sort(byName)).toEqual([...keys].sort(byName));
        expect(await store.list('none')).toEqual([]);
      }));
  });
}
