import { expect, it } from 'vitest';
import type { AuditEntry } from '#contract/audit';
import type { AuditAnchor } from '#ports/audit-anchor';
import { chainOn, genesis, hashOf } from './chain.ts';
import { did, openTestAudit } from './test-audit.ts';
import { verifyChain } from './verify-chain.ts';

/** A log of ten entries, which somebody then changes past the server. */
async function tamper(change: (entries: AuditEntry[], anchor: AuditAnchor) => void | Promise<void>) {
  const parts = openTestAudit();
  const audit = parts.open();
  for (let number = 1; number <= 10; number++) audit.record(did(`bundle:${number}`, { before: { n: number }, count: 2 }));
  await audit.close(1_000);
  expect(await verdictOf(parts)).toMatchObject({ state: 'whole', entries: 10 });
  await change(parts.entries, parts.anchor);
  return { ...parts, verdict: await verdictOf(parts) };
}
async function verdictOf({ log, anchor }: ReturnType<typeof openTestAudit>) {
  return verifyChain({ log, anchor: await anchor.read() });
}
/** Makes the hashes right again from an entry on, as somebody would who knows how. */
function rehash(entries: AuditEntry[]): void {
  const dated = entries.map(({ seq: _seq, at, prevHash: _prev, hash: _hash, ...record }) => ({ at, record }));
  entries.splice(0, entries.length, ...chainOn(genesis, dated));
}

const changes: [string, (entry: AuditEntry) => void][] = [
  ['the target', (entry) => (entry.target = 'bundle:x')],
  ['the moment', (entry) => (entry.at += 1)],
  ['the actor', (entry) => (entry.actor.id = 'bob')],
  ['the kind of actor', (entry) => (entry.actor.kind = 'key')],
  ['the role', (entry) => delete entry.actor.role],
  ['the action', (entry) => (entry.action = 'bundle.enable')],
  ['what was before', (entry) => (entry.before = { n: 0 })],
  ['what is after', (entry) => (entry.after = null)],
  ['the address', (entry) => (entry.origin.address = '')],
  ['the program', (entry) => (entry.origin.userAgent = 'x')],
  ['the result', (entry) => (entry.result = 'failed')],
  ['the reason', (entry) => (entry.reason = '')],
  ['how often', (entry) => (entry.count = 3)],
  ['the link', (entry) => (entry.prevHash = genesis.hash)],
  ['the hash', (entry) => (entry.hash = genesis.hash)],
];
it.each(changes)('[AU5] finds the entry of which somebody changed %s', async (_, change) => {
  const { verdict } = await tamper((entries) => {
    const copy = structuredClone(entries[4]!);
    change(copy);
    entries[4] = copy;
  });
  expect(verdict).toMatchObject({ state: 'broken', seq: 5 });
});

it('[AU5] finds an entry that was changed and given a right hash, by the one after it', async () => {
  const { verdict } = await tamper((entries) => {
    const changed = { ...entries[4]!, target: 'bundle:x' };
    entries[4] = { ...changed, hash: hashOf(changed) };
  });
  expect(verdict).toMatchObject({ state: 'broken', seq: 6 });
});

it('[AU5] finds entries that are missing, doubled, put in or in another order', async () => {
  const missing = await tamper((entries) => void entries.splice(4, 1));
  expect(missing.verdict).toEqual({ state: 'broken', seq: 5, entries: 4, reason: 'Entry 5 is missing.' });
  const first = await tamper((entries) => void entries.splice(0, 3));
  expect(first.verdict).toMatchObject({ state: 'broken', seq: 1, reason: 'Entries 1 to 3 are missing.' });
  const putIn = await tamper((entries) => {
    entries.splice(4, 0, { ...entries[4]!, target: 'bundle:x' });
    entries.forEach((entry, index) => (entries[index] = { ...entry, seq: index + 1 }));
  });
  expect(putIn.verdict).toMatchObject({ state: 'broken', seq: 5 });
});

it('[AU5] finds a cut-off end, however whole the rest is', async () => {
  const { verdict } = await tamper((entries) => void entries.splice(7));
  expect(verdict).toMatchObject({ state: 'broken', seq: 8, reason: expect.stringContaining('the end was cut off') as string });
  const all = await tamper((entries) => void entries.splice(0));
  expect(all.verdict).toMatchObject({ state: 'broken', seq: 1 });
});

it('[AU5] finds a log that was written anew from the start with right hashes', async () => {
  const { verdict } = await tamper((entries) => {
    entries[2]!.target = 'bundle:x';
    rehash(entries);
  });
  expect(verdict).toMatchObject({ state: 'broken', seq: 10, reason: expect.stringContaining('written anew') as string });
});

it('[AU5] keeps to what it found when the server goes on writing after it', async () => {
  const cut = await tamper((entries) => void entries.splice(7));
  const audit = cut.open();
  for (let number = 0; number < 5; number++) audit.record(did(`bundle:later-${number}`));
  await audit.close(1_000);
  expect(cut.entries.map(({ action }) => action).slice(7, 9)).toEqual(['audit.anchor', 'bundle.reload']);
  expect(await verdictOf(cut)).toMatchObject({ state: 'broken', seq: 8 });
  expect(await cut.open().verify()).toMatchObject({ state: 'broken', seq: 8 });
  expect(cut.told.some((line) => line.includes('tampered'))).toBe(true);
});

it('[AU5] finds an end that was cut off while the database was away', async () => {
  const parts = openTestAudit();
  const audit = parts.open();
  for (let number = 1; number <= 10; number++) audit.record(did(`bundle:${number}`));
  await expect.poll(() => parts.entries.length).toBe(10);
  const { append } = parts.log;
  let isAway = true;
  let tries = 0;
  parts.log.append = (at, make) => {
    if (!isAway) return append(at, make);
    // It asks what is to be stored, and then the line is lost.
    make({ last: parts.entries.at(-1), hashAt: parts.entries.find(({ seq }) => seq === at)?.hash });
    tries += 1;
    return Promise.reject(new Error('away'));
  };
  audit.record(did('bundle:late'));
  await expect.poll(() => tries).toBeGreaterThan(0);
  parts.entries.splice(7);
  isAway = false;
  await audit.close(1_000);
  expect(parts.entries.map(({ action }) => action).slice(7)).toEqual(['audit.anchor', 'bundle.reload']);
  expect(await verdictOf(parts)).toMatchObject({ state: 'broken', seq: 8 });
});

it('[AU5] says what an anchor means that is gone or was changed, and goes on from there', async () => {
  for (const state of ['missing', 'forged'] as const) {
    const parts = await tamper(() => undefined);
    const { write } = parts.anchor;
    let isGone = true;
    const { read } = parts.anchor;
    parts.anchor.read = () => (isGone ? Promise.resolve({ state }) : read());
    parts.anchor.write = (anchor) => {
      isGone = false;
      return write(anchor);
    };
    expect(await verdictOf(parts)).toMatchObject({ state: 'broken', seq: 10 });
    const audit = parts.open();
    audit.record(did('bundle:later'));
    await audit.close(1_000);
    expect(parts.entries.at(-2)).toMatchObject({ action: 'audit.anchor', result: 'failed' });
    expect(await verdictOf(parts)).toMatchObject({ state: 'broken', seq: 10 });
  }
});

it('[AU5] begins an anchor where a log comes from elsewhere, and says so in it', async () => {
  const one = await tamper(() => undefined);
  const here = openTestAudit({ log: one.log });
  const audit = here.open();
  audit.record(did('bundle:here'));
  await audit.close(1_000);
  expect(one.entries.at(-2)).toMatchObject({ action: 'audit.anchor', result: 'ok' });
  expect(await verdictOf(here)).toMatchObject({ state: 'whole', entries: 12 });
});
