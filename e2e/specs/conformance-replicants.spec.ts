import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { inDatabase } from '../fixtures/database.ts';
import { inExtension, openLab } from '../fixtures/lab.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['lab', 'lab-partner']), env: { ROLES: 'gateway,extensions' } });
});
test.afterAll(() => server.dispose());
test.beforeEach(({ page }) => openLab(page, server.url).then(() => undefined));

/** Values stored for these names of namespace `lab`, as the database has them. */
const stored = (...names: string[]) =>
  inDatabase(server, async (client) => {
    const { rows } = await client.query<{ name: string; value: string | null }>(
      `select name, value::text as value from replicant where namespace = 'lab' and name = any($1) order by name`,
      [names],
    );
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  });

/** Sets a value in the extension and resolves when this page has it. */
async function give(page: Page, name: string, value: unknown): Promise<void> {
  await inExtension(
    page,
    (extension, { name: named, value: next }) => {
      extension.Replicant(named).value = next;
    },
    { name, value },
  );
  await expect.poll(() => page.evaluate((named) => nodecg.Replicant(named).value, name)).toEqual(value);
}

test('[C25][C47] the same name is the same object, in a page and in an extension', async ({ page }) => {
  const same = await page.evaluate(() => {
    const one = nodecg.Replicant('same', { defaultValue: 1 });
    return [
      one === nodecg.Replicant('same', 'lab'),
      one === NodeCG.Replicant('same', 'lab'),
      one === nodecg.Replicant('same', 'x'),
    ];
  });
  expect(same).toEqual([true, true, false]);
  expect(await inExtension(page, (extension) => extension.Replicant('same') === extension.Replicant('same', 'lab'))).toBe(true);
});

test('[C26] the first declaration’s default counts: of the extension', async ({ page }) => {
  await inExtension(page, (extension) => void extension.Replicant('from extension', { defaultValue: 'extension' }));
  const value = await page.evaluate(async () => {
    const replicant = nodecg.Replicant('from extension', { defaultValue: 'page' });
    await NodeCG.waitForReplicants(replicant);
    return replicant.value;
  });
  expect(value).toBe('extension');
});

test('[C26] the first declaration’s default counts: of a page, also where it has none', async ({ page }) => {
  await page.evaluate(() => NodeCG.waitForReplicants(nodecg.Replicant('from page', { defaultValue: 'page' })));
  await page.evaluate(() => NodeCG.waitForReplicants(nodecg.Replicant('no default')));
  const told = await inExtension(page, (extension) => [
    extension.Replicant('from page', { defaultValue: 'extension' }).value,
    extension.Replicant('no default', { defaultValue: 'extension' }).value ?? 'none',
  ]);
  expect(told).toEqual(['page', 'none']);
});

test('[C27] readReplicant reads without subscribing, in pages and extensions', async ({ page }) => {
  await inExtension(page, (extension) => void extension.Replicant('only read', { defaultValue: { a: [1] } }));
  const told = await page.evaluate(async () => {
    const read = (...args: unknown[]) =>
      new Promise((resolve) => Reflect.apply(nodecg.readReplicant, nodecg, [...args, resolve]));
    const stat = await new Promise((resolve) => NodeCG.readReplicant('only read', 'lab', resolve));
    return [
      await read('only read'),
      await read('only read', 'lab'),
      stat,
      NodeCG.declaredReplicants.lab?.['only read'] === undefined,
    ];
  });
  expect(told).toEqual([{ a: [1] }, { a: [1] }, { a: [1] }, true]);
  expect(
    await inExtension(page, (extension) => [extension.readReplicant('only read'), extension.readReplicant('only read', 'lab')]),
  ).toEqual([{ a: [1] }, { a: [1] }]);
});

test('[C29][C30][C31] what happens before and at the declaration, in NodeCG’s order', async ({ page }) => {
  const lines: string[] = [];
  page.on('console', (line) => line.type() === 'warning' && lines.push(line.text()));
  const told = await page.evaluate(async () => {
    const seen: unknown[] = [];
    const unset = nodecg.Replicant('never set');
    seen.push(unset.status, unset.value === undefined);
    unset.on('declared', (...args: unknown[]) => void seen.push(['declared', args.length, args[0], unset.status]));
    unset.on('change', (...args: unknown[]) => void seen.push(['change', args[0] === undefined, args[1] === undefined, args[2]]));
    await NodeCG.waitForReplicants(unset);
    const early = nodecg.Replicant<string>('assigned early');
    early.value = 'early';
    await new Promise<void>((resolve) => early.on('change', (value) => value === 'early' && resolve()));
    seen.push(early.value, early.revision);
    return seen;
  });
  expect(told).toEqual([
    expect.stringMatching(/^(un)?declar(ed|ing)$/),
    true,
    ['declared', 1, { revision: 0 }, 'declared'],
    ['change', true, true, []],
    'early',
    1,
  ]);
  const warning = 'Attempted to get value before Replicant had finished declaring. This will always return undefined.';
  expect(lines).toContainEqual(expect.stringContaining(warning));
});

test('[C30] with a value there, change comes first, with the overwrite, and then declared', async ({ page }) => {
  await inExtension(page, (extension) => void extension.Replicant('set before', { defaultValue: { n: 1 } }));
  const told = await page.evaluate(async () => {
    const seen: unknown[] = [];
    const replicant = nodecg.Replicant('set before');
    replicant.on('change', (value, old, operations) => void seen.push(['change', value, old === undefined, operations]));
    await new Promise<void>((resolve) =>
      replicant.on('declared', (data: unknown) => {
        seen.push(['declared', data]);
        resolve();
      }),
    );
    return seen;
  });
  expect(told).toEqual([
    ['change', { n: 1 }, true, [{ path: '/', method: 'overwrite', args: { newValue: { n: 1 } } }]],
    ['declared', { value: { n: 1 }, revision: 0 }],
  ]);
});

test('[C32] a late listener hears the value alone, at once; once leaves nothing behind', async ({ page }) => {
  await give(page, 'late', 'there');
  const told = await page.evaluate(() => {
    const late = nodecg.Replicant('late');
    const seen: unknown[] = [];
    late.on('change', (...args: unknown[]) => void seen.push(['on', ...args]));
    const before = late.listenerCount('change');
    late.once('change', (...args: unknown[]) => void seen.push(['once', ...args]));
    return [seen, late.listenerCount('change') - before];
  });
  expect(told).toEqual([
    [
      ['on', 'there'],
      ['once', 'there'],
    ],
    0,
  ]);
});

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
        new Function('v', source)(held.value);
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

test('[C42] waitForReplicants resolves when all have been declared', async ({ page }) => {
  await inExtension(page, (extension) => void extension.Replicant('wait 1', { defaultValue: 1 }));
  const values = await page.evaluate(async () => {
    const three = [nodecg.Replicant('wait 1'), nodecg.Replicant('wait 2', { defaultValue: 2 }), nodecg.Replicant('wait 3')];
    await NodeCG.waitForReplicants(...three);
    return three.map(({ value, status }) => [value ?? 'none', status]);
  });
  expect(values).toEqual([
    [1, 'declared'],
    [2, 'declared'],
    ['none', 'declared'],
  ]);
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
    await Promise.resolve();
    counter.value = 7;
    await new Promise<void>((resolve) => counter.on('change', (value) => value === 7 && resolve()));
    return seen;
  });
  expect(pairs).toEqual([...[1, 2, 3, 4, 5].map((value) => [value, value - 1]), [6, 5], [7, 6]]);
  expect(lines.filter((line) => /mismatch|reject/i.test(line))).toEqual([]);
});

test('[C45][C46][C61] what is stored', async ({ page }) => {
  await inExtension(page, (extension) => {
    extension.Replicant('stored text').value = 'it’s';
    extension.Replicant('stored zero').value = 0;
    const mutated = extension.Replicant<{ list: number[] }>('stored mutated', { defaultValue: { list: [] } });
    mutated.value?.list.push(1);
    extension.Replicant('stored nothing', { defaultValue: 1 }).value = undefined;
    extension.Replicant('not stored', { defaultValue: 1, persistent: false }).value = 2;
  });
  await expect
    .poll(() => stored('stored text', 'stored zero', 'stored mutated', 'stored nothing', 'not stored'))
    .toEqual({ 'stored mutated': '{"list":[1]}', 'stored nothing': null, 'stored text': '"it’s"', 'stored zero': '0' });
});

test('[C48] a schema file that is broken doesn’t throw, and validates nothing', async ({ page }) => {
  const told = await inExtension(page, (extension) => {
    const replicant = extension.Replicant('broken-schema', { defaultValue: 1 });
    replicant.value = 'anything' as never;
    return [replicant.value, replicant.schema ?? 'none'];
  });
  expect(told).toEqual(['anything', 'none']);
});

test('[C49][C50][C52][C53][C54][C57][C58][C59][C60] an extension reads what it wrote, and hears it with its operations', async ({
  page,
}) => {
  const told = await inExtension(page, async (extension) => {
    const seen: unknown[] = [];
    const given = { list: ['a', 'b'], deep: { n: 1 } };
    const replicant = extension.Replicant<{ list: unknown[]; deep: Record<string, unknown> }>('sync', { defaultValue: given });
    replicant.on(
      'change',
      (value, old, operations) => void seen.push(['change', JSON.stringify(value), old && JSON.stringify(old), operations]),
    );
    let other = 0;
    replicant.once('operationsRejected', () => (other += 1));
    const before = replicant.listenerCount('change');
    replicant.once('change', () => void seen.push('once'));
    seen.push(replicant.listenerCount('change') - before, other, replicant.status);
    replicant.value!.deep.n = 2;
    seen.push(replicant.value!.deep.n, given.deep.n, replicant.value !== given);
    await new Promise((resolve) => process.nextTick(() => process.nextTick(resolve)));
    seen.push(
      delete replicant.value!.list[0],
      0 in replicant.value!.list,
      delete replicant.value!.deep.missing,
      replicant.value!.list.push({ x: 1 }),
    );
    replicant.value!.list[0] = 'again';
    (replicant.value!.list[2] as { x: number }).x = 2;
    await new Promise((resolve) => process.nextTick(() => process.nextTick(resolve)));
    return seen;
  });
  expect(told).toEqual([
    ['change', '{"list":["a","b"],"deep":{"n":1}}', null, null],
    'once',
    0,
    0,
    'declared',
    2,
    1,
    true,
    [
      'change',
      '{"list":["a","b"],"deep":{"n":2}}',
      '{"list":["a","b"],"deep":{"n":1}}',
      at('/deep', 'update', { prop: 'n', newValue: 2 }),
    ],
    true,
    false,
    true,
    3,
    [
      'change',
      '{"list":["again","b",{"x":2}],"deep":{"n":2}}',
      '{"list":["a","b"],"deep":{"n":2}}',
      [
        ...at('/list', 'delete', { prop: '0' }),
        ...at('/list', 'push', { mutatorArgs: [{ x: 1 }] }),
        ...at('/list', 'add', { prop: '0', newValue: 'again' }),
        ...at('/list/2', 'update', { prop: 'x', newValue: 2 }),
      ],
    ],
  ]);
});

test('[C51] a push by a page is made exactly once in the extension', async ({ page }) => {
  await give(page, 'pushed', ['a']);
  await inExtension(page, (extension, _none, kept: Record<string, unknown>) => {
    const heard: unknown[] = [];
    kept.pushed = heard;
    extension.Replicant('pushed').on('change', (value, _old, operations) => void (operations && heard.push([value, operations])));
  });
  await page.evaluate(() => void nodecg.Replicant<string[]>('pushed').value?.push('b'));
  const heard = () =>
    inExtension(page, (_nodecg, _none, kept: Record<string, unknown>) => JSON.parse(JSON.stringify(kept.pushed)) as unknown[]);
  await expect.poll(heard).toEqual([[['a', 'b'], at('/', 'push', { mutatorArgs: ['b'] })]]);
});

test('[C55] an object of one replicant is refused in another, in NodeCG’s words', async ({ page }) => {
  const text = await inExtension(page, (extension) => {
    const one = extension.Replicant<object[]>('owner', { defaultValue: [] });
    const two = extension.Replicant<object[]>('thief', { defaultValue: [] });
    const shared = { a: 1 };
    one.value?.push(shared);
    try {
      two.value?.push(shared);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(text).toBe(
    'This object belongs to another Replicant, lab::owner.\n' +
      `A given object cannot belong to multiple Replicants. Object value:\n${JSON.stringify({ a: 1 }, null, 2)}`,
  );
});

test('[C39][C56] a Date as default or value is its JSON string for everybody else', async ({ page }) => {
  await inExtension(page, (extension) => void extension.Replicant('date', { defaultValue: { at: new Date(0) } }));
  const value = await page.evaluate(async () => {
    const replicant = nodecg.Replicant('date');
    await NodeCG.waitForReplicants(replicant);
    return replicant.value;
  });
  expect(value).toEqual({ at: '1970-01-01T00:00:00.000Z' });
});

test('[C62] a value that is written all the time is stored all the same', async ({ page }) => {
  await inExtension(page, (extension, _none, kept: Record<string, unknown>) => {
    const busy = extension.Replicant<number>('busy', { defaultValue: 0, persistenceInterval: 500 });
    kept.timer = setInterval(() => (busy.value = (busy.value ?? 0) + 1), 5);
  });
  await expect.poll(async () => Number((await stored('busy')).busy)).toBeGreaterThan(20);
  await inExtension(page, (_nodecg, _none, kept: Record<string, unknown>) => clearInterval(kept.timer as NodeJS.Timeout));
});

test('options of later declarations are ignored; opts has NodeCG’s defaults', async ({ page }) => {
  const told = await page.evaluate(() => {
    const first = nodecg.Replicant('options', { persistent: false });
    nodecg.Replicant('options', { persistent: true, defaultValue: 3 });
    return [first.name, first.namespace, first.opts];
  });
  expect(told).toEqual(['options', 'lab', { persistent: false, persistenceInterval: 100 }]);
});
