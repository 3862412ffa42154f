import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WireClient } from '../fixtures/client.ts';
import { expect, pictureOf, runNodecgCommand, test, totals } from '../fixtures/move.ts';
import {
  changeDatabase,
  installNodecg,
  OriginalNodecg,
  rowsOf,
  type Seen,
  ShowClient,
  tableOf,
} from '../fixtures/nodecg-original.ts';
import { freePort, makeRoot, projectDir, Server } from '../fixtures/server.ts';

const show = 'moving-show';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const huge = JSON.stringify({ lines: Array.from({ length: 12_000 }, (_, index) => `Zeile ${index} – ${'x'.repeat(40)}`) });
/** Values of every kind, as JSON. */
const values: [namespace: string, name: string, json: string][] = [
  [show, 'zero', '0'],
  [show, 'empty', '""'],
  [show, 'no', 'false'],
  [show, 'text', '"Grüße aus „Köln“ \\n 🎬"'],
  [show, 'looks like a number', '"5"'],
  [show, 'nested', '{"a":{"b":[1,2,{"c":null}]},"z":1,"a2":[]}'],
  [show, 'list', '[[],{},"",0,null]'],
  [show, 'slash/and:colon', '{"path":"a/b"}'],
  [show, 'huge', huge],
  ['another bundle', 'Wert', '{"ä":"ö"}'],
  ['_sounds', 'volume:master', '55'],
  ['_sounds', `volume:${show}`, '40'],
];

function makeNodecgRoot(place: string, port: number): string {
  const root = path.join(place, 'NodeCG alt');
  mkdirSync(path.join(root, 'cfg'), { recursive: true });
  cpSync(path.join(projectDir, 'e2e/bundles', show), path.join(root, 'bundles', show), { recursive: true });
  mkdirSync(path.join(root, 'bundles', show, 'node_modules/dep'), { recursive: true });
  writeFileSync(path.join(root, 'bundles', show, 'node_modules/dep/index.js'), 'module.exports = 1;');
  symlinkSync('dep', path.join(root, 'bundles', show, 'node_modules/other-name'));
  writeFileSync(path.join(root, 'cfg/nodecg.json'), JSON.stringify({ host: '127.0.0.1', port }));
  writeFileSync(path.join(root, `cfg/${show}.json`), JSON.stringify({ key: 'value' }));
  return root;
}

/** Folders that hold nothing are made by whoever needs them. */
function filesOf(folder: string): [string, string][] {
  return Object.entries(pictureOf(folder)).filter(([, content]) => content !== 'folder');
}

async function seenOf(
  client: ShowClient,
  names: readonly (readonly [string, string, ...unknown[]])[],
): Promise<Record<string, Seen>> {
  const seen: Record<string, Seen> = {};
  for (const [namespace, name] of names) seen[`${namespace}:${name}`] = await client.read(namespace, name);
  return seen;
}

async function upload(url: string, name: string, content: Buffer<ArrayBuffer>): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([content], { type: 'image/png' }), name);
  expect((await fetch(`${url}/assets/${show}/pictures`, { method: 'POST', body: form })).status).toBe(200);
}

async function pictureFrom(url: string, name: string): Promise<Buffer> {
  const answer = await fetch(`${url}/assets/${show}/pictures/${encodeURIComponent(name)}`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** Starts NodeCG, writes everything through its own API, waits until it is stored, and stops it. */
async function fill(root: string, port: number): Promise<Record<string, Seen>> {
  const nodecg = await OriginalNodecg.start(root, port);
  try {
    const client = await ShowClient.connect(nodecg.url);
    for (const [namespace, name, json] of values) await client.assign(namespace, name, json);
    await client.assign(show, 'unset', '"once"');
    await expect.poll(() => rowsOf(root).get(`${show}:unset`)).toBe('"once"');
    await client.assign(show, 'unset', undefined);
    await upload(nodecg.url, 'Bild #1 ü.png', png);
    await expect
      .poll(() => values.every(([namespace, name, json]) => rowsOf(root).get(`${namespace}:${name}`) === json), {
        timeout: 30_000,
      })
      .toBe(true);
    await expect.poll(() => rowsOf(root).get(`${show}:unset`)).toBe('');
    const seen = await seenOf(client, values);
    client.close();
    return seen;
  } finally {
    await nodecg.stop();
  }
}

test.describe('moving over from NodeCG 2.6.4 and back', () => {
  test.beforeAll(() => {
    test.setTimeout(900_000);
    installNodecg();
  });

  test('[E340] [C40] [C41] [C45] [C46] [C61] a show moves over, runs here, moves back, and NodeCG opens it: equal', async ({
    place,
    running,
  }) => {
    test.setTimeout(420_000);
    const port = await freePort();
    const old = makeNodecgRoot(place, port);
    const before = await fill(old, port);
    const insert = 'INSERT INTO "replicant" ("namespace", "name", "value") VALUES (?, ?, ?)';
    changeDatabase(old, insert, [show, 'raw', 'not {json'], [show, 'giant', JSON.stringify('ü'.repeat(8_000_000))]);
    changeDatabase(old, `INSERT INTO "user" ("id", "name") VALUES ('u-1', 'Ada')`);
    changeDatabase(old, `INSERT INTO "api_key" ("secret_key", "userId") VALUES ('k-1', 'u-1')`);
    expect(rowsOf(old).has(`${show}:fleeting`)).toBe(false);
    const picture = pictureOf(old);
    const root = path.join(place, 'Neu & frisch');

    const dry = await runNodecgCommand(['migrate', old, '--to', root]);
    expect(dry.status, dry.output).toBe(0);
    expect(totals(dry)).toEqual({ 'to do': dry.items.length - 1, skipped: 1 });
    expect(dry.items).toContainEqual({ kind: 'sound setting', name: '_sounds:volume:master', state: 'to do' });
    expect(dry.items).toContainEqual({ kind: 'asset', name: `${show}/pictures/Bild #1 ü.png`, state: 'to do' });
    expect(dry.items).toContainEqual({ kind: 'bundle', name: show, state: 'to do' });
    expect(dry.items).toContainEqual({ kind: 'configuration', name: 'cfg/nodecg.json', state: 'to do' });
    expect(() => pictureOf(root)).toThrow();

    const moved = await runNodecgCommand(['migrate', old, '--to', root, '--apply']);
    expect(moved.status, moved.output).toBe(0);
    expect(totals(moved)).toEqual({ done: moved.items.length - 1, skipped: 1 });
    const again = await runNodecgCommand(['migrate', old, '--to', root, '--apply']);
    expect(totals(again)).toEqual({ there: again.items.length - 1, skipped: 1 });
    expect(pictureOf(old)).toEqual(picture);
    for (const folder of ['bundles', 'cfg', 'assets'])
      expect(filesOf(path.join(root, folder))).toEqual(filesOf(path.join(old, folder)));

    const server = await Server.start({ root });
    running.push(server);
    const here = await ShowClient.connect(server.url);
    expect(await seenOf(here, values)).toEqual(before);
    expect(await here.read(show, 'raw')).toEqual({ type: 'string', json: '"not {json"' });
    expect(await here.read(show, 'unset')).toEqual({ type: 'undefined' });
    expect(await here.ask('config')).toMatchObject({ server: { exitOnUncaught: true }, bundle: { key: 'value' } });
    const wire = await WireClient.connect(server.url);
    expect((await wire.read(show, 'nested')).revision).toBe(1);
    wire.close();
    await here.assign(show, 'nested', '{"changed":"here"}');
    await here.assign(show, 'new one', '[1]');
    const added = Buffer.concat([png, randomBytes(300_000)]);
    await upload(server.url, 'von hier & jetzt ß.png', added);
    expect((await pictureFrom(server.url, 'Bild #1 ü.png')).equals(png)).toBe(true);
    here.close();

    const refused = await runNodecgCommand(['export', '--from', root, '--to', old]);
    expect(refused.status).toBe(1);
    expect(refused.output).toContain('Stop that one');
    expect(pictureOf(old)).toEqual(picture);
    expect(await server.stop()).toBe(0);

    const without = await runNodecgCommand(['export', '--from', root, '--to', path.join(place, 'ohne'), '--no-assets']);
    expect(without.status, without.output).toBe(0);
    expect(without.items.filter(({ kind }) => kind === 'asset')).toEqual([]);
    expect(rowsOf(path.join(place, 'ohne')).get(`${show}:new one`)).toBe('[1]');
    expect(Object.keys(pictureOf(path.join(place, 'ohne')))).toEqual(['db', 'db/nodecg.sqlite3']);

    const back = await runNodecgCommand(['export', '--from', root, '--to', old, '--all']);
    expect(back.status, back.output).toBe(0);
    expect(
      back.items
        .filter(({ state }) => state === 'done')
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('scoreboard:'))
        .sort(),
    ).toEqual([`${show}/pictures/von hier & jetzt ß.png`, `${show}:nested`, `${show}:new one`]);
    expect(tableOf(old, 'user')).toMatchObject([{ id: 'u-1', name: 'Ada' }]);
    expect(tableOf(old, 'api_key')).toMatchObject([{ secret_key: 'k-1', userId: 'u-1' }]);
    expect(rowsOf(old).get(`${show}:text`)).toBe(values[3]?.[2]);
    expect(rowsOf(old).get(`${show}:unset`)).toBe('');

    const nodecg = await OriginalNodecg.start(old, port);
    running.push(nodecg);
    const there = await ShowClient.connect(nodecg.url);
    const nested = { type: 'object', json: '{"changed":"here"}' };
    expect(await seenOf(there, values)).toEqual({ ...before, [`${show}:nested`]: nested });
    expect(await there.read(show, 'new one')).toEqual({ type: 'object', json: '[1]' });
    expect((await pictureFrom(nodecg.url, 'von hier & jetzt ß.png')).equals(added)).toBe(true);
    expect((await pictureFrom(nodecg.url, 'Bild #1 ü.png')).equals(png)).toBe(true);
    expect(await there.read(show, 'raw')).toEqual({ type: 'string', json: '"not {json"' });
    there.close();
  });

  test('[E341] an export into an empty folder is a NodeCG root of its own', async ({ place, running }) => {
    test.setTimeout(212_000);
    const root = makeRoot([show]);
    const server = await Server.start({ root });
    running.push({ stop: () => server.dispose() });
    const here = await ShowClient.connect(server.url);
    for (const [namespace, name, json] of values) await here.assign(namespace, name, json);
    const before = await seenOf(here, values);
    const defaulted = await here.read(show, 'defaulted');
    here.close();
    await server.stop();
    const to = path.join(place, 'zurück');
    const back = await runNodecgCommand(['export', '--to', to, '--bundles'], { NODECG_ROOT: root });
    expect(back.status, back.output).toBe(0);
    const port = await freePort();
    mkdirSync(path.join(to, 'cfg'), { recursive: true });
    writeFileSync(path.join(to, 'cfg/nodecg.json'), JSON.stringify({ host: '127.0.0.1', port }));
    const nodecg = await OriginalNodecg.start(to, port);
    running.push(nodecg);
    const there = await ShowClient.connect(nodecg.url);
    expect(await seenOf(there, values)).toEqual(before);
    expect(await there.read(show, 'defaulted')).toEqual(defaulted);
    there.close();
    expect(tableOf(to, 'role')).toMatchObject([{ name: 'superuser' }]);
    const onRunning = await runNodecgCommand(['export', '--to', to], { NODECG_ROOT: root });
    expect(onRunning.status).toBe(1);
    expect(onRunning.output).toContain(`A NodeCG (process ${nodecg.pid}) runs on`);
  });
});
