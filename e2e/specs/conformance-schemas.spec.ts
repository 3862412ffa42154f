import path from 'node:path';
import { expect, test } from '@playwright/test';
import { WireClient } from '../fixtures/client.ts';
import { editFile } from '../fixtures/dashboard.ts';
import { inExtension, openLab } from '../fixtures/lab.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['lab', 'lab-partner']), env: { ROLES: 'gateway,extensions' } });
});
test.afterAll(() => server.dispose());
test.beforeEach(({ page }) => openLab(page, server.url, 'panel').then(() => undefined));

type Team = { string: string; object: { numA: number; numB?: number }; array: string[] };
const good = { string: 'good', object: { numA: 1, numB: 2 }, array: ['a', 'b'] };
const refusal = (name: string, problem: string) =>
  `Invalid value rejected for replicant "${name}" in namespace "lab":\n${problem}`;

test('[C63] a default is made from the schema: draft-04 where none is named, and draft-07', async ({ page }) => {
  const inPage = await page.evaluate(async () => {
    const team = nodecg.Replicant('team');
    await NodeCG.waitForReplicants(team);
    return [team.value, typeof team.schema, typeof team.schemaSum, team.validationErrors];
  });
  expect(inPage).toEqual([{ string: 'text', object: { numA: 0 }, array: ['one'] }, 'object', 'string', []]);
  const there = await inExtension(page, (extension) => {
    const player = extension.Replicant('player');
    return [player.value, (player.schema as { type: string }).type];
  });
  expect(there).toEqual([{ score: 1 }, 'object']);
});

test('[C64][C65] a valid default is accepted, and an invalid one refused with NodeCG’s two lines', async ({ page }) => {
  const text = await inExtension(page, (extension) => {
    try {
      extension.Replicant('squad', { defaultValue: { string: 1, object: {}, array: [] } });
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(text).toBe(refusal('squad', "string must be string, object must have required property 'numA'"));
  const reason = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const squad = nodecg.Replicant('squad', { defaultValue: { string: 'x', object: { numA: 'many' }, array: [] } });
        squad.on('declarationRejected', resolve);
        squad.on('declared', () => resolve('declared'));
      }),
  );
  expect(reason).toBe(refusal('squad', 'object/numA must be number'));
  const value = await inExtension(page, (extension, given) => extension.Replicant('squad', { defaultValue: given }).value, good);
  expect(value).toEqual(good);
});

/** Each as a function of the value, and what is wrong with it. */
const wrong: [string, string][] = [
  ['replicant.value = { string: 1, object: { numA: 1 }, array: [] }', 'string must be string'],
  ['v.string = 0', 'string must be string'],
  ['v.object = {}', "object must have required property 'numA'"],
  ['delete v.object.numA', "object must have required property 'numA'"],
  ['v.array[0] = 5', 'array/0 must be string'],
  ['v.array.push("ok", 6)', 'array/3 must be string'],
  ['v.object.numA = "x"', 'object/numA must be number'],
  ['v.other = 1', 'data must NOT have additional properties'],
];

for (const [source, problem] of wrong) {
  test(`[C69] ${source} throws at once in pages and extensions, and changes nothing`, async ({ page }) => {
    await inExtension(
      page,
      (extension, given) => {
        extension.Replicant<typeof given>('team').value = given;
      },
      good as Team,
    );
    const told = await page.evaluate(async (code) => {
      const team = nodecg.Replicant<Team>('team');
      await NodeCG.waitForReplicants(team);
      const changes: unknown[] = [];
      team.on('change', (_value, _old, operations) => void (operations && changes.push(operations)));
      let said = 'accepted';
      try {
        labRun(code, { replicant: team, v: team.value });
      } catch (error) {
        said = (error as Error).message;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
      return [said, team.value, changes];
    }, source);
    expect(told).toEqual([refusal('team', problem), good, []]);
    const there = await inExtension(
      page,
      (extension, code, { run }) => {
        const team = extension.Replicant('team');
        try {
          run(code, { replicant: team, v: team.value });
        } catch (error) {
          return [(error as Error).message, team.value];
        }
        return ['accepted', team.value];
      },
      source,
    );
    expect(there).toEqual([refusal('team', problem), good]);
  });
}

test('[C68] what is valid is accepted in pages and extensions', async ({ page }) => {
  const sources = [
    'replicant.value = { string: "a", object: { numA: 1, numB: 2 }, array: ["x"] }',
    'delete replicant.value.object.numB',
    'replicant.value.array.push("y")',
    'replicant.value.array[0] = "z"',
    'replicant.value.object.numA = 9',
  ];
  const after = { string: 'a', object: { numA: 9 }, array: ['z', 'y'] };
  const inPage = await page.evaluate(async (given) => {
    const team = nodecg.Replicant<Team>('team');
    await NodeCG.waitForReplicants(team);
    for (const source of given) {
      const { revision } = team;
      labRun(source, { replicant: team });
      await new Promise<void>((resolve) => team.on('change', () => team.revision > revision && resolve()));
    }
    return [
      team.value,
      team.validate(),
      team.validate({ nonsense: 1 }, { throwOnInvalid: false }),
      team.validationErrors?.length,
    ];
  }, sources);
  expect(inPage).toEqual([after, true, false, 1]);
  const there = await inExtension(
    page,
    (extension, given, { run }) => {
      const team = extension.Replicant('team');
      for (const source of given) run(source, { replicant: team });
      return team.value;
    },
    sources,
  );
  expect(there).toEqual(after);
});

test('[C70] a page with another schema hears so, and nothing changes', async ({ page }) => {
  const told = await page.evaluate(async () => {
    const team = nodecg.Replicant<Team>('team');
    await NodeCG.waitForReplicants(team);
    const before = JSON.stringify(team.value);
    const reasons: unknown[] = [];
    for (const change of [() => (team.value!.string = 'other'), () => team.value!.array.push('other')]) {
      team.schemaSum = 'tampered';
      change();
      reasons.push(await new Promise((resolve) => team.once('operationsRejected', resolve)));
    }
    return [reasons, JSON.stringify(team.value) === before];
  });
  const reason = 'Mismatched schema version, assignment rejected';
  expect(told).toEqual([[reason, reason], true]);
});

test('[C71] an index of a long array that was just assigned is checked at its place', async ({ page }) => {
  const told = await page.evaluate(async () => {
    const rows = nodecg.Replicant<{ n: unknown }[]>('rows');
    await NodeCG.waitForReplicants(rows);
    rows.value = Array.from({ length: 300 }, (_, n) => ({ n }));
    await new Promise<void>((resolve) => rows.on('change', (value) => value.length === 300 && resolve()));
    rows.value[250] = { n: -1 };
    await new Promise<void>((resolve) => rows.on('change', (value) => value[250]?.n === -1 && resolve()));
    try {
      rows.value[251]!.n = 'x';
    } catch (error) {
      return [rows.value[250], (error as Error).message.split('\n')[1]];
    }
    return [];
  });
  expect(told).toEqual([{ n: -1 }, '251/n must be number']);
});

test('[C72] schemaPath names the schema: absolute, or relative to the root; never outside of the bundles', async ({ page }) => {
  const told = await inExtension(page, (extension, _none, _kept, require) => {
    const file = require.resolve('./rules/elsewhere.json');
    const absolute = extension.Replicant<unknown>('absolute', { schemaPath: file });
    const relative = extension.Replicant<unknown>('relative', { schemaPath: 'bundles/lab/rules/elsewhere.json' });
    const outside = extension.Replicant<unknown>('outside', { schemaPath: '/etc/hostname' });
    let message = '';
    try {
      absolute.value = 'x';
    } catch (error) {
      message = (error as Error).message;
    }
    return [absolute.value, message, relative.value, outside.schema ?? 'none'];
  });
  expect(told).toEqual([5, refusal('absolute', 'data must be number'), 5, 'none']);
});

test('[C73] every $ref is inlined in the schema that pages and extensions see', async ({ page }) => {
  const inPage = await page.evaluate(async () => {
    const refs = nodecg.Replicant('refs');
    await NodeCG.waitForReplicants(refs);
    return (refs.schema as { properties: unknown }).properties;
  });
  const colour = { type: 'string', default: 'red' };
  const expected = {
    file: colour,
    pointer: { type: 'object', properties: { colour } },
    own: { type: 'string', default: 'own' },
  };
  expect(inPage).toEqual(expected);
  const there = await inExtension(page, (extension) => [extension.Replicant('refs').schema, extension.Replicant('refs').value]);
  expect(there).toEqual([
    expect.objectContaining({ properties: expected }),
    { file: 'red', pointer: { colour: 'red' }, own: 'own' },
  ]);
});

test('[A9.2][U.server-validation] what a client of its own making proposes is checked, and refused with place and reason', async ({
  page,
}) => {
  const client = await WireClient.connect(server.url);
  await inExtension(page, (extension, given) => void (extension.Replicant<typeof given>('team').value = given), good as Team);
  const before = await client.read('lab', 'team');
  const operations = [{ path: '/object', method: 'update', args: { prop: 'numA', newValue: 'not a number' } } as const];
  const reply = await client.request('propose', { namespace: 'lab', name: 'team', operations, baseRevision: before.revision });
  expect(reply).toMatchObject({
    ok: false,
    error: { code: 'invalid-value', message: refusal('team', 'object/numA must be number') },
  });
  expect(await client.read('lab', 'team')).toEqual(before);
  client.close();
});

test('[A9.1][U.stale-revision] a change on an older state is made once, on the newest, and nobody is told that it was rejected', async ({
  page,
}) => {
  const client = await WireClient.connect(server.url);
  const base = await client.subscribe('lab', 'stale', [] as never);
  const push = (item: string) =>
    client.request('propose', {
      ...{ namespace: 'lab', name: 'stale', baseRevision: 0 },
      operations: [{ path: '/', method: 'push', args: { mutatorArgs: [item] } }],
    });
  expect([base.persistent, await push('one'), await push('two')]).toMatchObject([true, { ok: true }, { ok: true }]);
  expect(await client.read('lab', 'stale')).toMatchObject({ value: ['one', 'two'], revision: 2 });
  client.close();
  const rejected: string[] = [];
  page.on('console', (line) => /reject|mismatch/i.test(line.text()) && rejected.push(line.text()));
  await page.evaluate(async () => {
    const stale = nodecg.Replicant<string[]>('stale');
    await NodeCG.waitForReplicants(stale);
    stale.value?.push('three');
    await Promise.resolve();
    stale.value?.push('four');
    await new Promise<void>((resolve) => stale.on('change', (value) => value.length === 4 && resolve()));
  });
  expect(rejected).toEqual([]);
});

test('[C66][C67][C41] after a start a valid stored value is kept, and an invalid one gives way to the schema’s default', async ({
  page,
}) => {
  const give = () =>
    inExtension(
      page,
      (extension, given) => {
        for (const name of ['kept', 'changed']) extension.Replicant<typeof given>(name).value = structuredClone(given);
        extension.Replicant('zero').value = 0;
      },
      good as Team,
    );
  await give();
  expect(await server.stop()).toBe(0);
  editFile(server, path.join('bundles/lab/schemas/changed.json'), (text) =>
    text.replace('{ "type": "string", "default": "text" }', '{ "type": "number", "default": 3 }'),
  );
  await server.start();
  await openLab(page, server.url, 'panel');
  const told = await page.evaluate(async () => {
    const all = ['kept', 'changed', 'zero'].map((name) => nodecg.Replicant(name));
    await NodeCG.waitForReplicants(...all);
    return all.map(({ value }) => value);
  });
  expect(told).toEqual([good, { string: 3, object: { numA: 0 }, array: ['one'] }, 0]);
  // Revisions go on after a start: a stated difference.
  expect(await page.evaluate(() => nodecg.Replicant('kept').revision)).toBe(1);
});
