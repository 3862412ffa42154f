import { expect, test } from '@playwright/test';
import { inDatabase } from '../fixtures/database.ts';
import { giveReplicant as give, inExtension, openLab } from '../fixtures/lab.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['lab', 'lab-partner']), env: { ROLES: 'gateway,extensions' } });
});
test.afterAll(() => server.dispose());
test.beforeEach(({ page }) => openLab(page, server.url).then(() => undefined));

const at = (path: string, method: string, args: object) => [{ path, method, args }];

/** Values stored for these names of namespace `lab`, as the database has them. */
const stored = (...names: string[]) =>
  inDatabase(server, async (client) => {
    const { rows } = await client.query<{ name: string; value: string | null }>(
      `select name, value::text as value from replicant where namespace = 'lab' and name = any($1) order by name`,
      [names],
    );
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
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
      // eslint-disable-next-line @typescript-eslint/no-array-delete -- a hole is what NodeCG leaves
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
