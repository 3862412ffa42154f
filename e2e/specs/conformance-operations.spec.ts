import { expect, test } from '@playwright/test';
import { giveReplicant as give, inExtension, openLab } from '../fixtures/lab.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['lab', 'lab-partner']), env: { ROLES: 'gateway,extensions' } });
});
test.afterAll(() => server.dispose());
test.beforeEach(({ page }) => openLab(page, server.url).then(() => undefined));

type Case = { name: string; start: unknown; edit: string; returns?: unknown; operations: unknown; value: unknown };
const at = (path: string, method: string, args: object) => [{ path, method, args }];
const cases: Case[] = [
  {
    name: '[C33] push',
    start: ['a'],
    edit: 'v.push("b")',
    operations: at('/', 'push', { mutatorArgs: ['b'] }),
    value: ['a', 'b'],
  },
  {
    name: '[C34] delete of an item',
    start: ['foo', 'bar'],
    edit: 'delete v[0]',
    returns: true,
    operations: at('/', 'delete', { prop: '0' }),
    value: [null, 'bar'],
  },
  {
    name: '[C35] a nested set',
    start: { a: { b: { c: 1 } } },
    edit: 'v.a.b.c = 2',
    returns: 2,
    operations: at('/a/b', 'update', { prop: 'c', newValue: 2 }),
    value: { a: { b: { c: 2 } } },
  },
  {
    name: 'a new key',
    start: { a: {} },
    edit: 'v.a.x = [1]',
    returns: [1],
    operations: at('/a', 'add', { prop: 'x', newValue: [1] }),
    value: { a: { x: [1] } },
  },
  {
    name: '[C36] delete of a key',
    start: { a: 1, b: 2 },
    edit: 'delete v.a',
    returns: true,
    operations: at('/', 'delete', { prop: 'a' }),
    value: { b: 2 },
  },
  {
    name: 'a key with a slash',
    start: { 'a/b': { c: 1 } },
    edit: 'v["a/b"].c = 2',
    returns: 2,
    operations: at('/a~1b', 'update', { prop: 'c', newValue: 2 }),
    value: { 'a/b': { c: 2 } },
  },
  {
    name: '[C39] a Date',
    start: { at: 1 },
    edit: 'v.at = new Date(0)',
    operations: at('/', 'update', { prop: 'at', newValue: '1970-01-01T00:00:00.000Z' }),
    value: { at: '1970-01-01T00:00:00.000Z' },
  },
  {
    name: 'splice',
    start: [1, 2, 3],
    edit: 'v.splice(1, 1, "x")',
    operations: at('/', 'splice', { mutatorArgs: [1, 1, 'x'] }),
    value: [1, 'x', 3],
  },
  {
    name: 'reverse',
    start: { l: [1, 2] },
    edit: 'v.l.reverse()',
    operations: at('/l', 'reverse', { mutatorArgs: [] }),
    value: { l: [2, 1] },
  },
  { name: 'unshift', start: [1], edit: 'v.unshift(0)', operations: at('/', 'unshift', { mutatorArgs: [0] }), value: [0, 1] },
  { name: 'pop', start: [1, 2], edit: 'v.pop()', operations: at('/', 'pop', { mutatorArgs: [] }), value: [1] },
  { name: 'fill', start: [1, 2], edit: 'v.fill(0, 1)', operations: at('/', 'fill', { mutatorArgs: [0, 1] }), value: [1, 0] },
  {
    name: 'copyWithin',
    start: [1, 2, 3],
    edit: 'v.copyWithin(0, 2)',
    operations: at('/', 'copyWithin', { mutatorArgs: [0, 2] }),
    value: [3, 2, 3],
  },
  { name: 'sort', start: [2, 1], edit: 'v.sort()', operations: at('/', 'sort', { mutatorArgs: [] }), value: [1, 2] },
  { name: 'shift', start: [1, 2], edit: 'v.shift()', operations: at('/', 'shift', { mutatorArgs: [] }), value: [2] },
];
for (const [index, { name, start, edit, operations, value }] of cases.entries()) {
  test(`${name} in a page: not before the server has it, with old and new value and NodeCG’s operation`, async ({ page }) => {
    const replicant = `case ${index}`;
    await give(page, replicant, start);
    const told = await page.evaluate(
      async ([named, source]) => {
        const held = nodecg.Replicant<object>(named);
        const changed = new Promise<unknown[]>((resolve) =>
          held.on('change', (next, old, done) => void (done && resolve([next, old, done]))),
        );
        labRun(source, { v: held.value });
        const meanwhile = JSON.stringify(held.value);
        return [JSON.parse(meanwhile) as unknown, ...(await changed)];
      },
      [replicant, edit] as const,
    );
    // A hole is null for whoever reads JSON.
    expect(JSON.parse(JSON.stringify(told))).toEqual([start, value, start, operations]);
    expect(await inExtension(page, (extension, named) => extension.Replicant(named).value, replicant)).toEqual(value);
  });
}

test('mutators return undefined in a page; a deletion in strict mode doesn’t throw', async ({ page }) => {
  await give(page, 'returns', { list: [1], gone: 1 });
  const told = await page.evaluate(() => {
    'use strict';
    const { value } = nodecg.Replicant<{ list: number[]; gone?: number }>('returns');
    return [value?.list.push(2) === undefined, delete value?.gone];
  });
  expect(told).toEqual([true, true]);
});

test('[C37] what an extension holds of a value stays alive when a page edits it', async ({ page }) => {
  await give(page, 'held', { deep: { n: 1 }, list: [{ n: 1 }] });
  await inExtension(page, (extension, _none, kept: Record<string, unknown>) => {
    kept.held = extension.Replicant<{ deep: object; list: object[] }>('held').value?.list[0];
  });
  await page.evaluate(() => {
    const { value } = nodecg.Replicant<{ deep: { n: number }; list: { n: number }[] }>('held');
    value!.list[0]!.n = 2;
  });
  const now = () => inExtension(page, (_nodecg, _none, kept: Record<string, unknown>) => (kept.held as { n: number }).n);
  await expect.poll(now).toBe(2);
  await inExtension(page, (_nodecg, _none, kept: Record<string, unknown>) => {
    (kept.held as { n: number }).n = 3;
  });
  await expect.poll(() => page.evaluate(() => nodecg.Replicant<{ list: { n: number }[] }>('held').value?.list[0]?.n)).toBe(3);
});

test('[C38] a push to a nested array in an extension reaches a page with its path', async ({ page }) => {
  await give(page, 'nested push', { arr: ['a'] });
  const changed = page.evaluate(
    () =>
      new Promise((resolve) =>
        nodecg
          .Replicant('nested push')
          .on('change', (value, old, operations) => void (operations && resolve([value, old, operations]))),
      ),
  );
  await inExtension(page, (extension) => void extension.Replicant<{ arr: string[] }>('nested push').value?.arr.push('b'));
  expect(await changed).toEqual([{ arr: ['a', 'b'] }, { arr: ['a'] }, at('/arr', 'push', { mutatorArgs: ['b'] })]);
});

test('[C43] all that is written in one tick is one revision and one change, and a later overwrite wins', async ({ page }) => {
  await give(page, 'tick', [1]);
  const heard = page.evaluate(
    () =>
      new Promise((resolve) =>
        nodecg.Replicant('tick').on('change', (value, _old, done) => void (done && resolve([value, done.length]))),
      ),
  );
  const revisions = await inExtension(page, async (extension) => {
    const replicant = extension.Replicant<number[]>('tick');
    const before = replicant.revision;
    replicant.value?.push(2);
    replicant.value = [7];
    await new Promise((resolve) => setTimeout(resolve, 50));
    return replicant.revision - before;
  });
  expect(revisions).toBe(1);
  expect(await heard).toEqual([[7], 2]);
  const inPage = await page.evaluate(async () => {
    const replicant = nodecg.Replicant<number[]>('tick');
    const before = replicant.revision;
    const changes: unknown[] = [];
    replicant.on('change', (value, old, done) => void (done && changes.push([value, old, done.length])));
    replicant.value?.push(1);
    replicant.value?.push(2);
    replicant.value = [9];
    await new Promise<void>((resolve) => replicant.on('change', (value) => value[0] === 9 && resolve()));
    return [changes, replicant.revision - before];
  });
  expect(inPage).toEqual([[[[9], [7], 3]], 1]);
});

test('[C43] what a page writes between awaits that take no time is one revision and one change, also right before it goes', async ({
  page,
}) => {
  await give(page, 'awaited', {});
  const told = await page.evaluate(async () => {
    const replicant = nodecg.Replicant<Record<string, number>>('awaited');
    const before = replicant.revision;
    const changes: unknown[] = [];
    const done = new Promise<void>((resolve) =>
      replicant.on('change', (value, _old, operations) => {
        if (!operations?.length) return;
        changes.push([{ ...value }, operations.length]);
        resolve();
      }),
    );
    const value = replicant.value!;
    value.a = 1;
    await Promise.resolve();
    value.b = 2;
    await Promise.resolve();
    value.a = 3;
    await done;
    return [changes, replicant.revision - before];
  });
  expect(told).toEqual([[[{ a: 3, b: 2 }, 3]], 1]);
  const reloaded = page.waitForEvent('load');
  await page.evaluate(() => {
    nodecg.Replicant<Record<string, number>>('awaited').value!.a = 9;
    location.reload();
  });
  await reloaded;
  await expect.poll(() => page.evaluate(() => nodecg.Replicant<Record<string, number>>('awaited').value)).toMatchObject({ a: 9 });
});

test('[C44][A9.8] increments one after the other give exact pairs, and nothing is called a mismatch', async ({ page }) => {
  const lines: string[] = [];
  page.on('console', (line) => lines.push(line.text()));
  await give(page, 'counter', 0);
  const pairs = await page.evaluate(async () => {
    const counter = nodecg.Replicant<number>('counter');
    const seen: [number, number][] = [];
    const done = new Promise<void>((resolve) =>
      counter.on('change', (value, old, operations) => {
        if (operations) seen.push([value, old!]);
        if (value < 5 && operations) counter.value = value + 1;
        if (value === 5) resolve();
      }),
    );
    counter.value = 1;
    await done;
    // The second before the echo of the first.
    counter.value = 6;
    await new Promise((resolve) => setTimeout(resolve));
    counter.value = 7;
    await new Promise<void>((resolve) => counter.on('change', (value) => value === 7 && resolve()));
    return seen;
  });
  expect(pairs).toEqual([...[1, 2, 3, 4, 5].map((value) => [value, value - 1]), [6, 5], [7, 6]]);
  expect(lines.filter((line) => /mismatch|reject/i.test(line))).toEqual([]);
});
