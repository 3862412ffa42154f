import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry, AuditFilter, ChainHead } from '#contract/audit';
import type { AuditLog } from './audit-log.ts';

export type AuditLogUnderTest = { log: AuditLog; /** Another writer to the same log. */ other: AuditLog; close(): Promise<void> };

const none: ChainHead = { seq: 0, hash: 'start' };
const entryAfter = ({ seq, hash }: ChainHead, more: Partial<AuditEntry> = {}): AuditEntry => ({
  seq: seq + 1,
  at: 1_700_000_000_123 + seq,
  actor: { kind: 'user', id: 'ada', role: 'OPERATOR' },
  action: 'bundle.reload',
  target: 'bundle:timer',
  origin: { address: '192.0.2.7', userAgent: 'Test' },
  result: 'ok',
  prevHash: hash,
  hash: `hash ${seq + 1}`,
  ...more,
});
const filterOf = (more: Partial<AuditFilter> = {}): AuditFilter => ({ limit: 100, ...more });
const seqs = (entries: AuditEntry[]) => entries.map(({ seq }) => seq);

/** What every {@link AuditLog} promises. `create` is called once. */
export function describeAuditLog(name: string, create: () => Promise<AuditLogUnderTest>): void {
  describe(`${name} as AuditLog`, () => {
    let opened: AuditLogUnderTest;
    beforeAll(async () => {
      opened = await create();
    });
    afterAll(() => opened.close());

    /** Adds one entry and answers it. */
    const add = async (more: Partial<AuditEntry> = {}): Promise<AuditEntry> => {
      let made: AuditEntry | undefined;
      await opened.log.append(undefined, ({ last }) => [(made = entryAfter(last ?? none, more))]);
      if (!made) throw new Error('append did not ask for entries');
      return made;
    };

    it('[AU1] gives back what was added, whatever is in it', async () => {
      expect(await opened.log.last()).toBeUndefined();
      const before = { b: 1, a: [null, '\u0000', -0.5], ['__proto__']: 'x' };
      const full = await add({ before, after: null, reason: 'because', count: 3, actor: { kind: 'anonymous', id: '' } });
      const plain = await add();
      expect(await opened.log.page(0, 10)).toStrictEqual([full, plain]);
      expect(await opened.log.page(full.seq, 10)).toStrictEqual([plain]);
      expect(await opened.log.page(0, 1)).toStrictEqual([full]);
      expect(await opened.log.last()).toStrictEqual({ seq: plain.seq, hash: plain.hash });
    });

    it('[AU2] gives writers their turns, so that two of them make one chain', async () => {
      const from = (await opened.log.last())?.seq ?? 0;
      const append = (log: AuditLog) => log.append(undefined, ({ last = none }) => [entryAfter(last)]);
      await Promise.all(Array.from({ length: 30 }, (_, index) => append(index % 2 === 0 ? opened.log : opened.other)));
      const added = await opened.log.page(from, 100);
      expect(seqs(added)).toEqual(Array.from({ length: 30 }, (_, index) => from + index + 1));
      expect(added.every(({ prevHash }, index) => index === 0 || prevHash === added[index - 1]?.hash)).toBe(true);
    });

    it('[AU2] shows who adds the hash that they ask for, and stores nothing when they make nothing', async () => {
      const one = await add();
      const last = await add();
      let seen: unknown;
      await opened.log.append(one.seq, (tail) => {
        seen = tail;
        return [];
      });
      expect(seen).toEqual({ last: { seq: last.seq, hash: last.hash }, hashAt: one.hash });
      await opened.log.append(last.seq + 5, (tail) => {
        seen = tail;
        return [];
      });
      expect(seen).toMatchObject({ hashAt: undefined });
      expect(await opened.log.last()).toEqual({ seq: last.seq, hash: last.hash });
    });

    it('[AU1] stores all of a batch or nothing', async () => {
      const before = await opened.log.last();
      const failing = opened.log.append(undefined, ({ last = none }) => {
        throw new Error(`at ${last.seq}`);
      });
      await expect(failing).rejects.toThrow();
      expect(await opened.log.last()).toEqual(before);
    });

    it('[AU9] lists the newest first, by what is asked for', async () => {
      const at = 1_800_000_000_000;
      const a = await add({ at, actor: { kind: 'user', id: 'grace' }, action: 'user.create', target: 'user:50%_off' });
      const b = await add({ at: at + 10, actor: { kind: 'key', id: 'grace' }, action: 'user.delete', result: 'failed' });
      const c = await add({ at: at + 20, action: 'saved.create', result: 'refused', reason: 'Not for VIEWERS' });
      const of = async (more: Partial<AuditFilter>) => seqs(await opened.log.list(filterOf({ from: at, ...more })));
      expect(await of({})).toEqual([c.seq, b.seq, a.seq]);
      expect(await of({ limit: 2 })).toEqual([c.seq, b.seq]);
      expect(await of({ before: b.seq })).toEqual([a.seq]);
      expect(await of({ actorId: 'grace' })).toEqual([b.seq, a.seq]);
      expect(await of({ action: 'user.' })).toEqual([b.seq, a.seq]);
      expect(await of({ action: 'user.create' })).toEqual([a.seq]);
      expect(await of({ action: 'user' })).toEqual([]);
      expect(await of({ result: 'refused' })).toEqual([c.seq]);
      expect(await of({ from: at + 10, to: at + 10 })).toEqual([b.seq]);
      expect(await of({ text: 'viewers' })).toEqual([c.seq]);
      expect(await of({ text: '0%_o' })).toEqual([a.seq]);
      expect(await of({ text: '0%o' })).toEqual([]);
      expect(await of({ text: '\u0000' })).toEqual([]);
    });
  });
}
