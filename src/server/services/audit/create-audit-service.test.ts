import { expect, it, vi } from 'vitest';
import type { AuditRecord } from '#contract/audit';
import { mostWaiting } from './create-audit-service.ts';
import { ada, desk, did, openTestAudit } from './test-audit.ts';

it('[AU1] writes entries down in their order, each with the moment at which it was recorded', async () => {
  const { open, stored } = openTestAudit();
  const audit = open();
  for (let number = 1; number <= 450; number++) audit.record(did(`bundle:${number}`));
  await audit.close(1_000);
  const entries = await stored();
  expect(entries.map(({ target }) => target)).toEqual(Array.from({ length: 450 }, (_, index) => `bundle:${index + 1}`));
  expect(entries[0]).toMatchObject({
    seq: 1,
    at: 1_700_000_000_000,
    actor: ada,
    action: 'bundle.reload',
    origin: desk,
    result: 'ok',
  });
});

it('[AU3] never throws, whatever it is given', async () => {
  const { open, told } = openTestAudit();
  const audit = open();
  expect(() => audit.record(undefined as unknown as AuditRecord)).not.toThrow();
  const round: Record<string, unknown> = {};
  round.self = round;
  expect(() => audit.record(did('a', { after: round as never }))).not.toThrow();
  await audit.close(100);
  expect(told.length).toBeGreaterThan(0);
});

it('[AU3] keeps entries while the database is away, and writes them in order when it is back', async () => {
  const { open, away, stored, told } = openTestAudit();
  const audit = open();
  away(true);
  audit.record(did('bundle:one'));
  audit.record(did('bundle:two'));
  await vi.waitFor(() => expect(told.some((line) => line.includes("can't be written"))).toBe(true));
  expect(audit.check()).toMatchObject({ waiting: 2, dropped: 0 });
  expect(await stored()).toEqual([]);
  away(false);
  await vi.waitFor(async () => expect(await stored()).toHaveLength(2));
  expect((await stored()).map(({ target }) => target)).toEqual(['bundle:one', 'bundle:two']);
  await audit.close(100);
});

it('[AU3] keeps a bounded number of them, and says in the log itself how many it had to drop', async () => {
  const { open, away, stored } = openTestAudit();
  away(true);
  const audit = open();
  for (let number = 0; number < mostWaiting + 30; number++) audit.record(did(`bundle:${number}`));
  expect(audit.check()).toMatchObject({ waiting: mostWaiting, dropped: 30 });
  away(false);
  await vi.waitFor(async () => expect(await stored()).toHaveLength(mostWaiting + 1));
  expect((await stored()).at(-1)).toMatchObject({
    action: 'audit.dropped',
    result: 'failed',
    count: 30,
    actor: { kind: 'server' },
  });
  audit.record(did('bundle:after'));
  await audit.close(1_000);
  expect((await stored()).at(-1)).toMatchObject({ target: 'bundle:after' });
  expect(await audit.verify()).toMatchObject({ state: 'whole', entries: mostWaiting + 2 });
});

it('[AU3] waits no longer than asked for a database that stays away', async () => {
  const { open, away, told } = openTestAudit();
  away(true);
  const audit = open();
  audit.record(did('bundle:one'));
  const from = performance.now();
  await audit.close(150);
  expect(performance.now() - from).toBeLessThan(1_000);
  expect(told.at(-1)).toContain('could not be stored');
});

it('[AU2] writes nothing twice when the answer of a write was lost', async () => {
  const { log, open, stored } = openTestAudit();
  const { append } = log;
  let lost = 2;
  log.append = async (at, make) => {
    await append(at, make);
    if (lost-- > 0) throw new Error('the answer was lost');
  };
  const audit = open();
  audit.record(did('bundle:one'));
  audit.record(did('bundle:two'));
  await audit.close(2_000);
  expect((await stored()).map(({ target }) => target)).toEqual(['bundle:one', 'bundle:two']);
  expect(await audit.verify()).toMatchObject({ state: 'whole' });
});

it('[AU6] puts the same refusal many times over together, and gives many different ones few entries', async () => {
  vi.useFakeTimers();
  const { open, stored } = openTestAudit();
  const audit = open();
  const refused = (id: string, target: string) =>
    audit.record(
      did(target, { actor: { ...ada, id }, action: 'access.refuse', after: { asked: 'replicant.set' }, result: 'refused' }),
    );
  for (let number = 0; number < 1_000; number++) refused('ada', `replicant:show:${number}`);
  await vi.advanceTimersByTimeAsync(50);
  expect((await stored()).map(({ target, count }) => [target, count])).toEqual([['replicant:show:0', undefined]]);
  for (let number = 0; number < 1_000; number++) refused(`made-up-${number}`, 'server');
  await vi.advanceTimersByTimeAsync(61_000);
  const entries = await stored();
  expect(entries.length).toBeLessThan(60);
  expect(entries.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(2_000);
  expect(entries.find(({ actor, count }) => actor.id === 'ada' && count === 999)).toMatchObject({ target: 'replicant:show:999' });
  refused('ada', 'replicant:show:later');
  vi.useRealTimers();
  await audit.close(1_000);
  expect((await stored()).at(-1)).toMatchObject({ target: 'replicant:show:later' });
});

it('[AU8] looks through the log beside everything else, and tells how far it is and what was found', async () => {
  const { open, entries } = openTestAudit();
  const audit = open();
  for (let number = 0; number < 500; number++) audit.record(did(`bundle:${number}`));
  await vi.waitFor(() => expect(entries).toHaveLength(500));
  expect(audit.check()).toMatchObject({ state: 'never' });
  expect(audit.startCheck()).toMatchObject({ state: 'running', of: 500 });
  expect(audit.startCheck()).toMatchObject({ state: 'running' });
  await vi.waitFor(() =>
    expect(audit.check()).toMatchObject({ state: 'done', checked: 500, last: { verdict: { state: 'whole' } } }),
  );
  entries[300]!.target = 'bundle:other';
  audit.startCheck();
  await vi.waitFor(() =>
    expect(audit.check()).toMatchObject({ state: 'done', last: { verdict: { state: 'broken', seq: 301 } } }),
  );
  await audit.close(100);
});
