import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '#runtime/read-server-config';
import { findPieces } from './find-pieces.ts';
import { keepPort, sparePort } from './keep-port.ts';
import { movePiece } from './move-piece.ts';

let base: string;
let made = 0;
beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'nodecg-port-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

type Files = Record<string, string>;

async function sidesOf(old: Files, here: Files = {}) {
  const place = path.join(base, String(made++));
  const sides = { from: path.join(place, 'old'), to: path.join(place, 'new') };
  for (const [root, files] of [
    [sides.from, old],
    [sides.to, here],
  ] as const) {
    await mkdir(path.join(root, 'cfg'), { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(path.join(root, 'cfg', file), text);
  }
  return sides;
}
type Sides = Awaited<ReturnType<typeof sidesOf>>;

const all = { bundles: true, cfg: true, assets: true };

async function run(sides: Sides, { apply = true, overwrite = false } = {}) {
  const { pieces, warnings } = await keepPort(await findPieces(sides, all), sides, { read: readSettings, overwrite });
  const items = [];
  for (const piece of pieces) items.push(await movePiece(piece, { apply, overwrite, signal: new AbortController().signal }));
  return { items: items.map(({ name, state }) => [name, state]), details: items.map(({ detail }) => detail), warnings };
}

async function filesHere({ to }: Sides): Promise<Files> {
  const files: Files = {};
  for (const name of (await readdir(path.join(to, 'cfg'))).sort())
    files[name] = await readFile(path.join(to, 'cfg', name), 'utf8');
  return files;
}

const made9090 = { 'nodecg.json': '{\n  "port": 9090\n}\n' };
const written = 'with "port": 9090, where NodeCG listened';

describe('the port of a NodeCG whose configuration names none', () => {
  it.each<[string, Files]>([
    ['no configuration', {}],
    ['bundles’ configuration only', { 'show.json': '{"a":1}' }],
    ['an empty file', { 'nodecg.json': '' }],
  ])('[M12] is written into a new cfg/nodecg.json: %s', async (_, old) => {
    const sides = await sidesOf(old);
    const dry = await run(sides, { apply: false });
    expect(dry).toMatchObject({ warnings: [] });
    expect(dry.items).toContainEqual(['cfg/nodecg.json', 'to do']);
    expect(dry.details).toContain(written);
    expect(await filesHere(sides)).toEqual({});
    expect((await run(sides)).items).toContainEqual(['cfg/nodecg.json', 'done']);
    expect(await filesHere(sides)).toEqual({ ...old, ...made9090 });
    expect((await run(sides)).items.every(([, state]) => state === 'there')).toBe(true);
    expect(await filesHere(sides)).toEqual({ ...old, ...made9090 });
  });

  it.each([
    ['{}', '{"port": 9090}'],
    [
      '{\n  "host": "127.0.0.1",\n  "big": 12345678901234567890\n}\n',
      '{\n  "port": 9090,\n  "host": "127.0.0.1",\n  "big": 12345678901234567890\n}\n',
    ],
    ['{"login":{"port":1}}', '{"port": 9090, "login":{"port":1}}'],
  ])('[M12] is written into JSON, and the rest stays as it was: %j', async (text, expected) => {
    const sides = await sidesOf({ 'nodecg.json': text });
    expect(await run(sides, { apply: false })).toEqual({
      items: [['cfg/nodecg.json', 'to do']],
      details: [written],
      warnings: [],
    });
    expect((await run(sides)).items).toEqual([['cfg/nodecg.json', 'done']]);
    expect(await filesHere(sides)).toEqual({ 'nodecg.json': expected });
    expect((await run(sides, { overwrite: true })).items).toEqual([['cfg/nodecg.json', 'there']]);
    expect(await readFile(path.join(sides.from, 'cfg/nodecg.json'), 'utf8')).toBe(text);
  });

  it('[M12] leaves a configuration that names its port as it is', async () => {
    const sides = await sidesOf({ 'nodecg.json': '{"port":4711}', 'nodecg.yaml': 'host: a' });
    expect(await run(sides)).toMatchObject({ warnings: [] });
    expect(await filesHere(sides)).toEqual({ 'nodecg.json': '{"port":4711}', 'nodecg.yaml': 'host: a' });
  });

  it.each<[string, Files, Files]>([
    ['nothing', {}, { 'nodecg.json': '{"port":5000}' }],
    ['nothing, YAML here', {}, { 'nodecg.yaml': 'port: 5000' }],
    ['JSON', { 'nodecg.json': '{"host":"127.0.0.1"}' }, { 'nodecg.json': '{"host":"127.0.0.1","port":5000}' }],
    ['YAML', { 'nodecg.yaml': 'host: 127.0.0.1' }, { 'nodecg.yaml': 'host: 127.0.0.1\nport: 5000' }],
    ['a script', { 'nodecg.js': 'module.exports = {};' }, { 'nodecg.js': 'module.exports = { port: 5000 };' }],
  ])('[M12] stays another one where the person has set it here: %s', async (_, old, here) => {
    const sides = await sidesOf(old, here);
    expect(await run(sides)).toMatchObject({ items: [[`cfg/${Object.keys(here)[0]}`, 'there']], warnings: [] });
    expect((await run(sides, { overwrite: true })).warnings).toEqual([]);
    expect(await filesHere(sides)).toEqual(here);
  });

  it.each<[string, Files]>([
    ['cfg/nodecg.yaml names no port', { 'nodecg.yaml': 'host: 127.0.0.1 # port: 1' }],
    ['cfg/nodecg.js names no port', { 'nodecg.js': 'module.exports = { ssl: { port: 1 } };' }],
    ["cfg/nodecg.js can't be read", { 'nodecg.js': 'throw new Error("no key");' }],
  ])('[M12] is a warning with the fix where the file can’t be edited safely: %s', async (reason, old) => {
    const sides = await sidesOf(old);
    const fix = 'write "port: 9090" into it here, or start the server with PORT=9090';
    for (const apply of [false, true, true]) {
      const { warnings } = await run(sides, { apply });
      expect(warnings).toEqual([expect.stringContaining(reason)]);
      expect(warnings[0]).toContain(fix);
      expect(warnings[0]?.length).toBeLessThan(300);
    }
    expect(await filesHere(sides)).toEqual(old);
  });

  it('[M12] is a warning where overwriting takes the port away that is named here', async () => {
    const sides = await sidesOf({ 'nodecg.yaml': 'host: localhost' }, { 'nodecg.yaml': 'host: "::1"\nport: 5000' });
    expect(await run(sides)).toMatchObject({ items: [['cfg/nodecg.yaml', 'conflict']], warnings: [] });
    const forced = await run(sides, { overwrite: true });
    expect(forced.warnings).toEqual([expect.stringContaining('cfg/nodecg.yaml names no port')]);
  });

  it('[M12] leaves a link a link, with a warning', async () => {
    const sides = await sidesOf({ 'shared.json': '{}' });
    await symlink('shared.json', path.join(sides.from, 'cfg/nodecg.json'));
    expect((await run(sides)).warnings).toEqual([expect.stringContaining('cfg/nodecg.json names no port')]);
    expect(await filesHere(sides)).toEqual({ 'nodecg.json': '{}', 'shared.json': '{}' });
  });

  it('[M12] is told where a configuration here differs and names none; overwriting brings it', async () => {
    const sides = await sidesOf({ 'nodecg.json': '{"host":"localhost"}' }, { 'nodecg.json': '{"host":"::1"}' });
    expect(await run(sides)).toEqual({
      items: [['cfg/nodecg.json', 'conflict']],
      details: ["differs here, and no port is named; NodeCG's was 9090"],
      warnings: [],
    });
    await run(sides, { overwrite: true });
    expect(await filesHere(sides)).toEqual({ 'nodecg.json': '{"port": 9090, "host":"localhost"}' });
    const other = await sidesOf({}, { 'nodecg.json': '{"host":"::1"}' });
    expect((await run(other)).warnings).toEqual([expect.stringContaining('cfg/nodecg.json names no port here')]);
  });

  it('[M12] keeps a configuration with secrets from others', async () => {
    const sides = await sidesOf({});
    await writeFile(path.join(sides.from, 'cfg/nodecg.json'), '{}', { mode: 0o600 });
    await run(sides);
    expect((await stat(path.join(sides.to, 'cfg/nodecg.json'))).mode & 0o777).toBe(0o600);
  });

  it('[M12] is no difference on the way back', async () => {
    const back = await sidesOf({ 'nodecg.json': '{"port": 9090, "host":"a"}' }, { 'nodecg.json': '{"host":"a"}' });
    expect(await sparePort(await findPieces(back, all), back, readSettings)).toMatchObject([{ isThere: true }]);
    for (const ours of ['{"port": 5000, "host":"a"}', '{"port": 9090, "host":"b"}']) {
      const other = await sidesOf({ 'nodecg.json': ours }, { 'nodecg.json': '{"host":"a"}' });
      const [piece] = await sparePort(await findPieces(other, all), other, readSettings);
      expect(piece?.isThere).toBeUndefined();
    }
  });
});
