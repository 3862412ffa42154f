import { expect, test } from '@playwright/test';
import { giveReplicant as give, inExtension, openLab } from '../fixtures/lab.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['lab', 'lab-partner']), env: { ROLES: 'gateway,extensions' } });
});
test.afterAll(() => server.dispose());
test.beforeEach(({ page }) => openLab(page, server.url).then(() => undefined));

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
      new Promise((resolve) => void Reflect.apply(nodecg.readReplicant, nodecg, [...args, resolve]));
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

test('options of later declarations are ignored; opts has NodeCG’s defaults', async ({ page }) => {
  const told = await page.evaluate(() => {
    const first = nodecg.Replicant('options', { persistent: false });
    nodecg.Replicant('options', { persistent: true, defaultValue: 3 });
    return [first.name, first.namespace, first.opts];
  });
  expect(told).toEqual(['options', 'lab', { persistent: false, persistenceInterval: 100 }]);
});
