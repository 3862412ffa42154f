import { describe, expect, it } from 'vitest';
import { following, openPage, type Value } from './testing/page.ts';
import { createPair } from './testing/pair.ts';
import { overwrite, record, update } from './testing/recorder.ts';

/** A proxy can’t be cloned as it is. */
const structuredCloneOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const key = (name: string) => ({ namespace: 'b', name });

describe('following', () => {
  it('keeps an object that changes inside, and what is beside it', async () => {
    const { pair, replicant, value } = await following({ a: { n: 1 }, b: { n: 1 } });
    const [root, a] = [value(), value().a];
    const before = replicant.snapshot();
    await pair.propose(key('r'), update('/a', 'n', 2));
    await pair.flush();
    expect(value()).toBe(root);
    expect(a).toEqual({ n: 2 });
    expect(before).toEqual({ a: { n: 1 }, b: { n: 1 } });
    expect(replicant.snapshot()?.b).toBe(before?.b);
  });

  it('follows array items that move', async () => {
    const { pair, value } = await following([{ id: 'a' }, { id: 'b' }]);
    const second = value()[1]!;
    await pair.propose(key('r'), { path: '/', method: 'shift', args: { mutatorArgs: [] } });
    await pair.flush();
    expect(value()[0]).toBe(second);
    second.id = 'B' as never;
    await pair.flush();
    expect(await pair.value(key('r'))).toEqual([{ id: 'B' }]);
  });

  it('gives a new object for a value that was replaced as a whole', async () => {
    const { pair, value } = await following({ a: 1 });
    const before = value();
    await pair.propose(key('r'), overwrite({ a: 2 }));
    await pair.flush();
    expect(value()).not.toBe(before);
    expect(before).toEqual({ a: 1 });
  });

  it('doesn’t mind frames that come before the subscription’s answer', async () => {
    const pair = createPair();
    await pair.declare(key('r'), { defaultValue: 0 });
    const page = openPage(pair);
    const replicant = page.Replicant('r', 'b');
    const changes: unknown[] = [];
    replicant.on('change', (value: unknown) => void changes.push(value));
    await Promise.resolve();
    await pair.answered();
    await pair.propose(key('r'), overwrite(1));
    // One packet of a polling transport: the answer and the frame are handed over in the same turn.
    await pair.flush();
    expect(changes).toEqual([0, 1]);
  });

  it('a page that opens while the database is away gets its values when that is back', async () => {
    const pair = createPair();
    pair.log.setAvailable(false);
    const replicant = openPage(pair).Replicant('r', 'b', { defaultValue: 7 });
    await pair.flush();
    expect(replicant.status).toBe('declaring');
    pair.log.setAvailable(true);
    const value = async () => (await pair.flush(), replicant.value);
    await expect.poll(value, { timeout: 5_000 }).toBe(7);
  });

  it('fetches what it missed when a frame was lost, and nothing that it already had', async () => {
    const { pair, page, replicant } = await following(0);
    const heard = record(replicant);
    heard.length = 0;
    await pair.propose(key('r'), overwrite(1));
    page.link.lose();
    await pair.propose(key('r'), overwrite(2));
    await pair.flush();
    expect(heard.filter(({ event }) => event === 'change').map(({ args }) => args.slice(0, 2))).toEqual([[2, 0]]);
    page.link.inject(['r', 1, 1, [overwrite('stale')]]);
    page.link.deliver();
    expect([replicant.value, replicant.revision]).toEqual([2, 2]);
  });

  it('[U.full-update] a page that has missed changes hears fullUpdate with the whole value, and then change', async () => {
    const { pair, page, replicant } = await following({ n: 0, list: [1] });
    const heard: unknown[] = [];
    replicant.on('fullUpdate', (value: unknown) => void heard.push(['fullUpdate', value]));
    replicant.on('change', (value: unknown) => void heard.push(['change', structuredCloneOf(value)]));
    heard.length = 0;
    await pair.propose(key('r'), update('/', 'n', 1));
    page.link.lose();
    await pair.propose(key('r'), update('/', 'n', 2));
    await pair.flush();
    const whole = { n: 2, list: [1] };
    expect(heard).toEqual([
      ['fullUpdate', whole],
      ['change', whole],
    ]);
    await pair.propose(key('r'), update('/', 'n', 3));
    await pair.flush();
    expect(heard.slice(2)).toEqual([['change', { n: 3, list: [1] }]]);
  });

  it('takes a newest state that replaces changes', async () => {
    const { page, replicant } = await following({ a: 1 });
    const heard = record(replicant);
    heard.length = 0;
    page.link.inject(['s', 1, { value: { a: 9 }, revision: 9, stamp: 'x' }]);
    page.link.deliver();
    expect(heard).toEqual([{ event: 'change', args: [{ a: 9 }, { a: 1 }, [overwrite({ a: 9 })]] }]);
    expect(replicant.revision).toBe(9);
  });

  it('keeps showing the last value when the replicant is deleted, until it has the next', async () => {
    const { pair, replicant, value } = await following('default');
    await pair.propose(key('r'), overwrite('on air'));
    await pair.flush();
    const changes: unknown[] = [];
    replicant.on('change', (now: unknown) => void changes.push(now));
    await pair.run.replicants.delete(key('r'), { kind: 'server', id: 'nodecg', role: 'ADMIN' });
    await pair.flush();
    expect(changes).toEqual(['on air', 'default']);
    expect(value()).toBe('default');
  });
});

describe('while disconnected, and after', () => {
  it('keeps every value, and is silent when nothing has changed', async () => {
    const { pair, page, replicant, value } = await following({ a: 1 });
    const root = value();
    const heard = record(replicant);
    heard.length = 0;
    page.link.drop();
    expect([replicant.status, replicant.value]).toEqual(['undeclared', { a: 1 }]);
    page.link.reconnect();
    await pair.flush();
    expect(heard.map(({ event }) => event)).toEqual(['declared']);
    expect(value()).toBe(root);
    expect(page.log.lines).toEqual([]);
  });

  it('catches up with one change and never shows undefined', async () => {
    const { pair, page, replicant } = await following({ n: 0, long: 'x'.repeat(1_000) });
    const heard = record(replicant);
    heard.length = 0;
    page.link.drop();
    await pair.propose(key('r'), update('/', 'n', 1));
    await pair.propose(key('r'), update('/', 'n', 2));
    page.link.reconnect();
    await pair.flush();
    const changes = heard.filter(({ event }) => event === 'change');
    expect(changes.map(({ args }) => [(args[0] as Value).n, (args[1] as Value).n, args[2]])).toEqual([
      [2, 0, [update('/', 'n', 1), update('/', 'n', 2)]],
    ]);
  });

  it('survives a restarted server without a flash', async () => {
    const { pair, page, replicant, value } = await following({ n: 0 });
    await pair.propose(key('r'), update('/', 'n', 1));
    await pair.flush();
    const heard = record(replicant);
    heard.length = 0;
    await pair.restart();
    page.link.reconnect();
    await pair.flush();
    expect(heard.map(({ event }) => event)).toEqual(['declared']);
    expect([value(), replicant.revision]).toEqual([{ n: 1 }, 1]);
    await pair.propose(key('r'), update('/', 'n', 2));
    await pair.flush();
    expect(value()).toEqual({ n: 2 });
  });

  it('refuses writes aloud', async () => {
    const { pair, page, replicant } = await following('before');
    const heard = record(replicant);
    heard.length = 0;
    page.link.drop();
    replicant.value = 'lost' as never;
    await pair.flush();
    expect(heard).toEqual([{ event: 'operationsRejected', args: [expect.stringContaining('not connected')] }]);
    page.link.reconnect();
    await pair.flush();
    expect([replicant.value, await pair.value(key('r'))]).toEqual(['before', 'before']);
  });

  it('says that the outcome is unknown when the line breaks before the answer', async () => {
    const { pair, page, replicant } = await following('before');
    const reasons: unknown[] = [];
    replicant.on('operationsRejected', (reason: unknown) => void reasons.push(reason));
    replicant.value = 'after' as never;
    await pair.answered();
    page.link.drop();
    page.link.reconnect();
    await pair.flush();
    expect(reasons).toHaveLength(1);
    expect(replicant.value).toBe('after');
  });
});

describe('edit', () => {
  it('loses no increment of 20 concurrent writers', async () => {
    const pair = createPair();
    const replicants = Array.from({ length: 20 }, () =>
      openPage(pair).Replicant<{ n: number; log: number[] }>('r', 'b', { defaultValue: { n: 0, log: [] } }),
    );
    await pair.flush();
    const edits = replicants.map((replicant, writer) =>
      replicant.edit((draft) => {
        draft.n += 1;
        draft.log.push(writer);
      }),
    );
    await pair.flush();
    expect((await Promise.all(edits)).every((result) => result.ok)).toBe(true);
    const value = (await pair.value(key('r'))) as { n: number; log: number[] };
    expect(value.n).toBe(20);
    expect(new Set(value.log).size).toBe(20);
    expect(new Set(replicants.map((replicant) => JSON.stringify(replicant.snapshot())))).toEqual(
      new Set([JSON.stringify(value)]),
    );
  });

  it('names the state that a write was made on, also when that waits for the first answer after a break', async () => {
    const pair = createPair();
    const page = openPage(pair);
    const options = { defaultValue: { mine: 0, other: 0, n: 0 } as unknown as Value, merge: 'deep-merge' as const };
    const replicant = page.Replicant<Value>('r', 'b', options);
    await pair.flush();
    await pair.propose(key('r'), update('/', 'n', 1));
    await pair.flush();
    page.link.drop();
    await pair.propose(key('r'), update('/', 'other', 1));
    page.link.reconnect();
    await pair.answered();
    expect(replicant.status).toBe('declaring');
    replicant.value = { ...replicant.snapshot(), mine: 1 } as unknown as Value;
    await pair.flush();
    expect(await pair.value(key('r'))).toEqual({ mine: 1, other: 1, n: 1 });
  });

  it('changes nothing when the change declines', async () => {
    const { replicant } = await following({ n: 0 });
    expect(await replicant.edit(() => 'no')).toEqual({ ok: false, error: { code: 'declined', message: 'no' } });
  });
});
