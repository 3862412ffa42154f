import { describe, expect, it } from 'vitest';
import type { Operation } from '#contract/operations';
import { createReplicants } from './replicants.ts';
import { newestOf } from './stream-writer.ts';
import { openPage, type Page } from './testing/page.ts';
import { createPair } from './testing/pair.ts';
import { overwrite, recordLog, update } from './testing/recorder.ts';

const key = { namespace: 'b', name: 'level' };
const declaration = { kind: 'stream' as const, defaultValue: 0 };

async function start() {
  const pair = createPair();
  const page = openPage(pair);
  const level = page.Replicant<number>('level', 'b', declaration);
  await pair.flush();
  return { pair, page, level };
}
const proposals = ({ link }: Pick<Page, 'link'>) => link.requests.filter(({ name }) => name === 'propose');
const tick = () => new Promise<void>((resolve) => queueMicrotask(resolve));

/** Writes in a tick of its own, as an animation does. */
async function write(level: { value: number | undefined }, ...values: number[]) {
  for (const value of values) {
    level.value = value;
    await tick();
  }
}

describe('a stream that a page writes', () => {
  it('[S10] has one proposal under way, and after it the newest state, however fast it is written', async () => {
    const { pair, page, level } = await start();
    await write(level, ...Array.from({ length: 1_000 }, (_, index) => index + 1));
    expect(proposals(page)).toHaveLength(1);
    await pair.flush();
    expect(proposals(page)).toHaveLength(2);
    expect(await pair.value(key)).toBe(1_000);
    expect(level.value).toBe(1_000);
  });

  it('[S11] goes on after a lost connection with the newest state only, also with one that may not have arrived', async () => {
    const { pair, page, level } = await start();
    await write(level, 1);
    page.link.drop();
    await pair.answered();
    await write(level, 2, 3, 4);
    expect(level.value).toBe(0);
    page.link.reconnect();
    await pair.flush();
    expect(await pair.value(key)).toBe(4);
    expect(proposals(page)).toHaveLength(2);

    await write(level, 5);
    page.link.drop();
    await pair.answered();
    page.link.reconnect();
    await pair.flush();
    expect(await pair.value(key)).toBe(5);
    expect(page.refusals).toEqual([]);
  });

  it('[S11] is written as soon as the server is there when it was not at the start', async () => {
    const pair = createPair();
    const page = openPage(pair);
    page.link.drop();
    const level = page.Replicant<number>('level', 'b', declaration);
    await write(level, 1, 2, 3);
    page.link.reconnect();
    await pair.flush();
    expect([await pair.value(key), proposals(page).length]).toEqual([3, 1]);
  });

  it('[S12] is refused aloud, and not many times a second', async () => {
    const pair = createPair({ level: { type: 'number', maximum: 10 } });
    const page = openPage(pair);
    const level = page.Replicant<number>('level', 'b', declaration);
    await pair.flush();
    for (let value = 11; value < 16; value += 1) {
      level.value = value;
      await pair.flush();
    }
    expect(page.refusals.map(({ code }) => code)).toEqual(['invalid-value']);
    level.value = 5;
    await pair.flush();
    expect(level.value).toBe(5);
  });

  it('[S12] says so where another kind was declared first', async () => {
    const pair = createPair();
    await pair.declare(key, { defaultValue: 0 });
    const page = openPage(pair);
    page.Replicant('level', 'b', declaration);
    await pair.flush();
    expect(page.log.lines.join()).toContain('declared as a value before');
  });
});

describe('a stream that an extension writes', () => {
  async function extension() {
    const pair = createPair();
    await pair.declare(key, declaration);
    const link = pair.connect('extension');
    const replicants = createReplicants(link, { mode: 'extension', log: () => recordLog(), schedule: queueMicrotask });
    return { pair, link, level: replicants.Replicant<number>('level', 'b', declaration) };
  }

  it('[S10] shows its own newest state at once, and has one proposal under way', async () => {
    const { pair, link, level } = await extension();
    const heard: unknown[] = [];
    level.on('change', (value) => void heard.push(value));
    await write(level, ...Array.from({ length: 200 }, (_, index) => index + 1));
    expect([level.value, proposals({ link }).length]).toEqual([200, 1]);
    await pair.flush();
    expect([level.value, await pair.value(key), proposals({ link }).length]).toEqual([200, 200, 2]);
    expect(heard).toEqual(Array.from({ length: 201 }, (_, index) => index));
  });

  it('[S13] does not fall back to an older state of its own', async () => {
    const { pair, link, level } = await extension();
    await write(level, 1, 2);
    const shown: unknown[] = [];
    level.on('change', (value) => void shown.push(value));
    do {
      link.deliver(1);
      await pair.answered();
    } while (link.waiting > 0);
    expect(shown).toEqual([2]);
    await pair.propose(key, overwrite(7));
    await pair.flush();
    expect(level.value).toBe(7);
  });
});

describe('what waits', () => {
  const root = { mic: { level: 1 }, list: [] };

  it('[S14] stays parts of a value where it was parts, so that several may write one stream', () => {
    const written = [1, 2, 3].flatMap((level) => [update('/mic', 'level', level), update('/mic', 'peak', level)]);
    expect(newestOf(written, root)).toEqual([update('/mic', 'level', 3), update('/mic', 'peak', 3)]);
  });

  it('[S14] becomes the whole value where that says it shorter', () => {
    expect(newestOf([update('/', 'a', 1), overwrite({ b: 1 }), update('/', 'b', 2)], root)).toEqual([overwrite({ b: 2 })]);
    const pushes = Array.from({ length: 51 }, (_, item): Operation => ({
      path: '/list',
      method: 'push',
      args: { mutatorArgs: [item] },
    }));
    expect(newestOf(pushes, root)).toEqual([overwrite({ ...root, list: [...pushes.keys()] })]);
    expect(newestOf(pushes, 'no list')).toHaveLength(50);
  });
});
