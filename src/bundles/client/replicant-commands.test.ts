import { describe, expect, it } from 'vitest';
import { following, openPage, type Value } from './testing/page.ts';
import type { Pair } from './testing/pair.ts';
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
  it('[C90] increments of two pages at the same moment both count, and listeners hear NodeCG’s operations', async () => {
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

  it('[C91] compareAndSet and removeWhere answer what became of them', async () => {
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

  it('[C92] a change whose answer was lost is asked for again, and made once', async () => {
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

  it('[C92] also over a restart of the server', async () => {
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

  it('[C93] a press while disconnected is refused at once, and never made', async () => {
    const { pair, mine } = await twoPages(0);
    mine.page.link.drop();
    expect(await mine.replicant.commands.increment()).toMatchObject({ ok: false, error: { code: 'disconnected' } });
    mine.page.link.reconnect();
    await pair.flush();
    expect(await pair.value(key('r'))).toBe(0);
  });

  it('[C94] undo, redo and restore from a panel', async () => {
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

/** Goes on delivering while a client tries again. */
async function settled(pair: Pair): Promise<never> {
  for (;;) await pair.flush();
}
