import { describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import type { DurabilityHealth } from './types.ts';
import { extension, operator, overwrite, propose, push, score, startRun, update, type Run } from './test-kit.ts';

const fast = { durableAckMs: 5_000, retryMs: 2, maxRetryMs: 10, gatherMs: 5 };
const impatient = { ...fast, durableAckMs: 200 };

async function declared(defaultValue: Json, options: Parameters<typeof startRun>[0] = {}): Promise<Run> {
  const run = startRun({ timing: fast, ...options });
  await run.service.declare(score, { defaultValue }, operator);
  await expect.poll(() => run.service.durability().unstored).toBe(0);
  return run;
}

function durably(run: Run, operations: Operation[], key = score) {
  return run.service.propose({ key, operations, baseRevision: 0, onConflict: 'rebase' }, operator);
}

/** What a new server run finds, after the old one just vanished. */
async function restart(run: Run, epoch = 'run-2') {
  const next = startRun({ log: run.log, epoch, timing: fast });
  const again = await next.service.declare(score, {}, operator);
  return { next, snapshot: again.ok ? again.value.snapshot : undefined };
}

describe('storing', () => {
  it('[R20][R30] everybody hears it before it is stored, the writer’s acknowledgement comes after', async () => {
    const run = await declared([]);
    const release = run.log.holdWrites();
    const before = run.log.batches.length;
    let acknowledgedAfter: number | undefined;
    const writing = durably(run, [push(1)]).then(() => (acknowledgedAfter = run.log.batches.length));
    await expect.poll(() => run.events.length).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(acknowledgedAfter).toBeUndefined();
    release();
    await writing;
    expect(acknowledgedAfter).toBe(before + 1);
  });

  it('[R31] writers of one turn share a write, and those who come during a write share the next', async () => {
    const run = await declared([]);
    const before = run.log.batches.length;
    const release = run.log.holdWrites();
    const first = Array.from({ length: 10 }, (_, index) => durably(run, [push(index)]));
    await expect.poll(() => run.events.length).toBe(10);
    await new Promise((resolve) => setImmediate(resolve));
    const second = Array.from({ length: 10 }, (_, index) => durably(run, [push(index + 10)]));
    await expect.poll(() => run.events.length).toBe(20);
    release();
    expect((await Promise.all([...first, ...second])).every((result) => result.ok)).toBe(true);
    expect(run.log.batches.slice(before).map((batch) => batch.entries.length)).toEqual([10, 10]);
  });

  it('[R32] what nobody waits for shares a row per author, from the last overwrite on', async () => {
    const run = await declared([]);
    const release = run.log.holdWrites();
    await propose(run, [push(1)]);
    await propose(run, [overwrite([2])]);
    await propose(run, [push(3)]);
    await propose(run, [push(4)], score, extension);
    await propose(run, [push(5)], score, extension);
    release();
    await expect.poll(() => run.service.durability().unstored).toBe(0);
    expect(await run.service.history(score, { limit: 9 })).toMatchObject([
      { fromRevision: 3, revision: 5, actor: extension, operations: [push(4), push(5)] },
      { fromRevision: 0, revision: 3, actor: operator, operations: [overwrite([2]), push(3)] },
    ]);
    expect((await restart(run)).snapshot).toEqual({ value: [2, 3, 4, 5], revision: 5, stamp: 'run-1' });
  });

  it('[R33] an outage of any length keeps no more than the value in memory', async () => {
    const run = await declared({ n: 0 });
    run.log.setAvailable(false);
    await propose(run, [update('n', -1)]);
    await expect.poll(() => run.service.durability().state).toBe('failing');
    for (let n = 0; n < 5_000; n++) await propose(run, [update('n', n)], score, n % 2 ? operator : extension);
    expect(run.service.durability()).toMatchObject({ state: 'failing', unstored: 5_001 });
    run.log.setAvailable(true);
    await expect.poll(() => run.service.durability()).toEqual({ state: 'ok', unstored: 0 });
    const rows = run.log.batches.flatMap((batch) => batch.entries);
    expect(rows.length).toBeLessThan(1_100);
    expect((await restart(run)).snapshot).toEqual({ value: { n: 4_999 }, revision: 5_001, stamp: 'run-1' });
  });

  it('[R34] an outage holds acknowledgements, never air; all is stored in order when it is over', async () => {
    const run = await declared([], { timing: impatient });
    const states: DurabilityHealth['state'][] = [];
    run.service.onDurability((health) => states.push(health.state));
    run.log.setAvailable(false);
    const late = await durably(run, [push(0)]);
    expect(late).toMatchObject({ error: { code: 'not-durable', current: { value: [0], revision: 1 } } });
    await expect
      .poll(async () => {
        const begin = performance.now();
        await durably(run, [push(1)]);
        return performance.now() - begin < impatient.durableAckMs / 2;
      })
      .toBe(true);
    const { value, revision } = (await run.service.read(score))!;
    expect(run.events).toHaveLength(revision);
    run.log.setAvailable(true);
    await expect.poll(() => run.service.durability()).toEqual({ state: 'ok', unstored: 0 });
    expect(await durably(run, [push(2)])).toMatchObject({ ok: true });
    expect(states).toEqual(['failing', 'ok']);
    expect((await restart(run)).snapshot).toEqual({ value: [...(value as number[]), 2], revision: revision + 1, stamp: 'run-1' });
  });

  it('[R34] a log that hangs is away, too', async () => {
    const run = await declared([], { timing: impatient });
    const release = run.log.holdWrites();
    expect(await durably(run, [push(0)])).toMatchObject({ error: { code: 'not-durable' } });
    await expect.poll(() => run.service.durability().state).toBe('failing');
    release();
    await expect.poll(() => run.service.durability()).toEqual({ state: 'ok', unstored: 0 });
  });

  it('[R34] a full disk is away, not content to be blamed: the history keeps every change', async () => {
    const run = await declared([], { timing: impatient });
    run.log.setFull(true);
    expect(await durably(run, [push(0)])).toMatchObject({ error: { code: 'not-durable' } });
    expect(run.service.durability()).toMatchObject({ state: 'failing', detail: 'the disk is full' });
    await propose(run, [push(1)], score, extension);
    run.log.setFull(false);
    await expect.poll(() => run.service.durability()).toEqual({ state: 'ok', unstored: 0 });
    expect(run.problems).toEqual([]);
    expect(await run.service.history(score, { limit: 9 })).toMatchObject([{ actor: extension }, { actor: operator }]);
  });

  it('[R35] a write whose answer was lost is stored once', async () => {
    const run = await declared([]);
    run.log.loseNextAnswer();
    expect(await durably(run, [push('once')])).toMatchObject({ ok: true });
    expect(await run.service.history(score, { limit: 9 })).toHaveLength(1);
    expect((await restart(run)).snapshot).toMatchObject({ value: ['once'], revision: 1 });
  });

  it('[R36] content that storage refuses holds up nobody else, and its next good value is stored', async () => {
    const run = await declared({ text: '' });
    const others = Array.from({ length: 9 }, (_, index) => ({ namespace: 'show', name: `other${index}` }));
    await run.service.declareMany(
      others.map((key) => ({ key, options: { defaultValue: [] } })),
      operator,
    );
    run.log.refuseWrites((batch) => JSON.stringify(batch).includes('poison'));
    const [refused, ...stored] = await Promise.all([
      durably(run, [update('text', 'poison')]),
      ...others.map((key) => durably(run, [push(1)], key)),
    ]);
    expect(refused).toMatchObject({ error: { code: 'not-durable' } });
    expect(stored.every((result) => result.ok)).toBe(true);
    expect(run.service.durability()).toMatchObject({ state: 'failing', detail: expect.stringContaining('"score"') as string });
    expect(run.problems).toHaveLength(1);
    expect(await durably(run, [push(2)], others[0])).toMatchObject({ ok: true });
    await durably(run, [update('text', 'fine again')]);
    await expect.poll(() => run.service.durability()).toEqual({ state: 'ok', unstored: 0 });
    expect((await restart(run)).snapshot).toEqual({ value: { text: 'fine again' }, revision: 2, stamp: 'run-1' });
  });

  it('[R36] while refused content waits for its next try, others are stored as fast as ever', async () => {
    const run = await declared('', { timing: { ...fast, retryMs: 60_000, maxRetryMs: 60_000 } });
    const other = { namespace: 'show', name: 'other' };
    await run.service.declare(other, { defaultValue: [] }, operator);
    run.log.refuseWrites((batch) => JSON.stringify(batch).includes('poison'));
    expect(await durably(run, [overwrite('poison')])).toMatchObject({ error: { code: 'not-durable' } });
    await new Promise((resolve) => setImmediate(resolve));
    await propose(run, [push(1)], other);
    await expect.poll(() => run.service.durability().unstored).toBe(1);
    run.log.refuseWrites(undefined);
    await run.service.close(1_000);
  });

  it('[R37] a small change of a large value is a small write, and start-up replays a bounded number of rows', async () => {
    const run = await declared(Object.fromEntries(Array.from({ length: 40 }, (_, row) => [`row${row}`, 'x'.repeat(5_000)])));
    const before = run.log.batches.length;
    for (let n = 1; n <= 600; n++) await durably(run, [update('row0', n)]);
    const lengths = run.log.batches.slice(before).map((batch) => JSON.stringify(batch).length);
    // The first one's inverse holds what it replaced; one of the others is a checkpoint.
    expect(lengths.slice(1).filter((length) => length > 1_024)).toHaveLength(1);
    const stored = await run.log.load([score]);
    expect([...stored.values()][0]?.entries.length).toBeLessThan(500);
    expect((await restart(run)).snapshot).toMatchObject({ revision: 600, value: { row0: 600 } });
  });

  it('[R37][R38] a clean stop stores everything, and leaves nothing to replay', async () => {
    const run = await declared({ text: 'x'.repeat(10_000), n: 0 });
    for (let n = 1; n <= 9; n++) await propose(run, [update('n', n)]);
    await run.service.close(1_000);
    const stored = [...(await run.log.load([score])).values()];
    expect(stored).toMatchObject([{ checkpoint: { revision: 9, value: { n: 9 } }, entries: [] }]);
    expect(await propose(run, [update('n', 10)])).toMatchObject({ error: { code: 'contended' } });
  });

  it('[R38] close names what it could not store in time', async () => {
    const run = await declared([]);
    run.log.setAvailable(false);
    await propose(run, [push(1)]);
    await expect(run.service.close(30)).rejects.toThrow('replicant "score" in namespace "show"');
  });

  it('[R38] close does not wait for content that storage refuses', async () => {
    const run = await declared([]);
    run.log.refuseWrites((batch) => JSON.stringify(batch).includes('poison'));
    await propose(run, [push('poison')]);
    await expect(run.service.close(20_000)).rejects.toThrow('"score"');
  });

  it('[R30] not one acknowledged write is missing after 20 crashes at random moments', async () => {
    let log = createMemoryReplicantLog();
    const acknowledged: string[] = [];
    for (let round = 0; round < 20; round++) {
      const run = startRun({ log, epoch: `run-${round}`, timing: fast });
      await run.service.declare(score, { defaultValue: [] }, operator);
      const writes = Array.from({ length: 20 }, async (_, index) => {
        const item = `${round}:${index}`;
        if ((await durably(run, [push(item)])).ok && !isDead) acknowledged.push(item);
      });
      let isDead = false;
      for (let turns = round % 5; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
      // The process is gone: what it still does reaches nobody.
      isDead = true;
      log = await copyOf(log);
      await Promise.all(writes);
    }
    const { value, revision } = (await (async () => {
      const last = startRun({ log, epoch: 'last' });
      await last.service.declare(score, {}, operator);
      return last.service.read(score);
    })())!;
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(value).toEqual(expect.arrayContaining(acknowledged));
    expect(new Set(value as string[]).size).toBe(revision);
  });
});

/** What is on disk at this moment. */
async function copyOf(log: ReturnType<typeof createMemoryReplicantLog>) {
  const batches = [...log.batches];
  const copy = createMemoryReplicantLog();
  for (const batch of batches) await copy.write(batch);
  return copy;
}
