import { describe, expect, it, vi } from 'vitest';
import { createReplicantCommands } from './replicant-commands.ts';
import { following, openPage, type Value } from './testing/page.ts';
import { createPair, type Pair } from './testing/pair.ts';
import { overwrite } from './testing/recorder.ts';

const key = (name: string) => ({ namespace: 'b', name });

/** Two pages that follow one replicant. */
async function twoPages(start: unknown) {
  const { pair, page, replicant } = await following(start);
  const other = openPage(pair).Replicant<Value>('r', 'b');
  await pair.flush();
  return { pair, mine: { page, replicant }, theirs: { replicant: other } };
}

describe('commands', () => {
  it('[RC90] increments of two pages at the same moment both count, and listeners hear NodeCG’s operations', async () => {
    const { pair, mine, theirs } = await twoPages({ n: 0 });
    const heard: unknown[] = [];
    theirs.replicant.on('change', (_value, _old, operations) => heard.push(operations));
    const both = [mine.replicant.commands.increment(2, '/n'), theirs.replicant.commands.increment(3, '/n')];
    await pair.flush();
    expect(await Promise.all(both)).toEqual([
      { ok: true, value: { revision: 1 } },
      { ok: true, value: { revision: 2 } },
    ]);
    expect(mine.replicant.snapshot()).toEqual({ n: 5 });
    expect(heard.slice(1).flat()).toEqual(
      [2, 5].map((newValue) => ({ path: '/', method: 'update', args: { prop: 'n', newValue } })),
    );
  });

  it('[RC91] compareAndSet and removeWhere answer what became of them', async () => {
    const { pair, mine } = await twoPages({ who: null, list: [{ id: 1 }, { id: 2 }] });
    const { commands } = mine.replicant;
    const answers = [
      commands.compareAndSet('/who', null, 'ada'),
      commands.compareAndSet('/who', null, 'bob'),
      commands.removeWhere('/list', 1),
    ];
    await pair.flush();
    expect((await Promise.all(answers)).map((answer) => (answer.ok ? 'made' : answer.error.code))).toEqual([
      'made',
      'mismatch',
      'made',
    ]);
    expect(mine.replicant.snapshot()).toEqual({ who: 'ada', list: [{ id: 2 }] });
  });

  it('[RC92] a change whose answer was lost is asked for again, and made once', async () => {
    const { pair, mine } = await twoPages(0);
    const incremented = mine.replicant.commands.increment();
    await pair.answered();
    expect(await pair.value(key('r'))).toBe(1);
    mine.page.link.drop();
    mine.page.link.reconnect();
    await pair.flush();
    expect(await incremented).toEqual({ ok: true, value: { revision: 1 } });
    expect(await pair.value(key('r'))).toBe(1);
  });

  it('[RC92] also over a restart of the server', async () => {
    const { pair, mine } = await twoPages(0);
    const incremented = mine.replicant.commands.increment();
    await pair.answered();
    await pair.restart();
    mine.page.link.reconnect();
    await pair.flush();
    const answer = await Promise.race([incremented, settled(pair)]);
    expect(answer).toEqual({ ok: true, value: { revision: 1 } });
    expect(await pair.value(key('r'))).toBe(1);
  });

  it('[RC95] an edit that was under way when the server was killed is made on the state that is left, not on one that only has its revision', async () => {
    const { pair, mine, theirs } = await twoPages({ n: 0 });
    const storage = pair.holdWrites();
    void theirs.replicant.commands.increment(1, '/n');
    await fewTurns();
    mine.page.link.deliver();
    const edited = mine.replicant.edit((draft) => void Object.assign(draft, { n: Number(draft.n) + 10 }));
    await pair.kill('lost');
    storage();
    await pair.declare(key('r'), { defaultValue: { n: 0 } as never });
    await pair.propose(key('r'), { path: '/n', method: 'increment', args: { by: 100 } });
    mine.page.link.reconnect();
    expect(await Promise.race([edited, settled(pair)])).toMatchObject({ ok: true });
    expect(await pair.value(key('r'))).toEqual({ n: 110 });
  });

  it('[RC96] a value assigned by a command is merged with what came since its writer last saw it', async () => {
    const pair = createPair();
    const page = openPage(pair).Replicant<Value>('r', 'b', {
      defaultValue: { a: 0, b: 0 } as unknown as Value,
      merge: 'deep-merge',
    });
    await pair.flush();
    for (const b of [1, 2]) await pair.propose(key('r'), { path: '/', method: 'update', args: { prop: 'b', newValue: b } });
    await pair.flush();
    await pair.propose(key('r'), { path: '/', method: 'update', args: { prop: 'b', newValue: 9 } });
    const made = page.commands.propose([overwrite({ a: 3, b: 2 })]);
    await pair.flush();
    await made;
    expect(await pair.value(key('r'))).toEqual({ a: 3, b: 9 });
  });

  it('[RC97] a command comes after what was written before it', async () => {
    const { pair, mine } = await twoPages({ n: 0 });
    Object.assign(mine.replicant.value ?? {}, { n: 5 });
    const made = mine.replicant.commands.increment(1, '/n');
    await pair.flush();
    await made;
    expect(await pair.value(key('r'))).toEqual({ n: 6 });
  });

  it('[RC92] says that nobody knows when it can’t find out, although the server has said something since', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const pair = createPair();
    await pair.declare(key('r'), { defaultValue: 0 });
    const link = pair.connect();
    const { increment } = createReplicantCommands(link, key('r'), () => ({ baseRevision: 0 }));
    let answer: unknown;
    void increment().then((outcome) => (answer = outcome));
    await pair.answered();
    await pair.kill('lost');
    link.reconnect();
    while (answer === undefined) {
      await pair.flush();
      vi.advanceTimersByTime(500);
    }
    vi.useRealTimers();
    expect(answer).toMatchObject({ ok: false, error: { code: 'disconnected' } });
  });

  it('[RC93] a press while disconnected is refused at once, and never made', async () => {
    const { pair, mine } = await twoPages(0);
    mine.page.link.drop();
    expect(await mine.replicant.commands.increment()).toMatchObject({ ok: false, error: { code: 'disconnected' } });
    mine.page.link.reconnect();
    await pair.flush();
    expect(await pair.value(key('r'))).toBe(0);
  });

  it('[RC94] undo, redo and restore from a panel', async () => {
    const { pair, replicant } = await following(0);
    for (const n of [1, 2]) {
      const made = replicant.commands.propose([overwrite(n)]);
      await pair.flush();
      await made;
    }
    const step = async (work: Promise<unknown>) => {
      await pair.flush();
      await work;
      await pair.flush();
      return replicant.snapshot();
    };
    const { commands } = replicant;
    expect([
      await step(commands.undo()),
      await step(commands.undo()),
      await step(commands.redo()),
      await step(commands.restore(2)),
    ]).toEqual([1, 0, 1, 2]);
    const history = commands.getHistory({ limit: 1 });
    await pair.flush();
    expect(await history).toMatchObject({ ok: true, value: [{ cause: { kind: 'restore', revision: 2 } }] });
  });
});

/** The server does what it can without storage. */
async function fewTurns(): Promise<void> {
  for (let n = 0; n < 10; n++) await new Promise((resolve) => setImmediate(resolve));
}

/** Goes on delivering while a client tries again. */
async function settled(pair: Pair): Promise<never> {
  for (;;) await pair.flush();
}
