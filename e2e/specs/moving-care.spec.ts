import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WireClient } from '../fixtures/client.ts';
import { expect, pictureOf, runNodecgCommand, startNodecgCommand, test, totals } from '../fixtures/move.ts';
import { bytesOf, changeDatabase, rowsOf, ShowClient } from '../fixtures/nodecg-original.ts';
import { makeRoot, projectDir, Server } from '../fixtures/server.ts';

const show = 'moving-show';

/** A NodeCG root that no NodeCG has to run for: the database comes from an export. */
async function makeStoppedRoot(place: string, rows: [string, string, string][]): Promise<string> {
  const root = path.join(place, 'alt');
  const source = makeRoot();
  const made = await runNodecgCommand(['export', '--from', source, '--to', root]);
  rmSync(source, { recursive: true, force: true });
  expect(made.status, made.output).toBe(0);
  changeDatabase(root, 'INSERT INTO "replicant" ("namespace", "name", "value") VALUES (?, ?, ?)', ...rows);
  return root;
}

test.describe('moving', () => {
  test('[E342] what is different here stays, unless overwriting was asked for; nobody is asked twice', async ({
    place,
    running,
  }) => {
    const old = await makeStoppedRoot(place, [
      [show, 'score', '1'],
      [show, 'name', '"Ada"'],
    ]);
    cpSync(path.join(projectDir, 'e2e/bundles', show), path.join(old, 'bundles', show), { recursive: true });
    mkdirSync(path.join(old, 'cfg'));
    writeFileSync(path.join(old, `cfg/${show}.json`), '{"from":"old"}');
    const root = path.join(place, 'neu');
    expect((await runNodecgCommand(['migrate', old, '--to', root, '--apply'])).status).toBe(0);
    writeFileSync(path.join(root, `cfg/${show}.json`), '{"from":"new"}');
    writeFileSync(path.join(root, 'bundles', show, 'extension.js'), 'module.exports = () => {};');
    changeDatabase(old, `UPDATE "replicant" SET "value" = '2' WHERE "name" = 'score'`);

    const dry = await runNodecgCommand(['migrate', old, '--to', root]);
    expect(dry.status).toBe(2);
    expect(dry.items.filter(({ state }) => state === 'conflict').map(({ name }) => name)).toEqual([
      show,
      `cfg/${show}.json`,
      `${show}:score`,
    ]);
    expect((await runNodecgCommand(['migrate', old, '--to', root, '--apply'])).status).toBe(2);
    expect(readFileSync(path.join(root, `cfg/${show}.json`), 'utf8')).toBe('{"from":"new"}');

    const forced = await runNodecgCommand(['migrate', old, '--to', root, '--apply', '--overwrite']);
    expect(forced.status, forced.output).toBe(0);
    expect(totals(forced)).toEqual({ done: 3, there: 2 });
    expect(readFileSync(path.join(root, `cfg/${show}.json`), 'utf8')).toBe('{"from":"old"}');
    expect(pictureOf(path.join(root, 'bundles'))).toEqual(pictureOf(path.join(old, 'bundles')));

    const server = await Server.start({ root });
    running.push(server);
    const client = await WireClient.connect(server.url);
    expect(await client.read(show, 'score')).toMatchObject({ value: 2, revision: 2 });
    const history = await client.request('history', { namespace: show, name: 'score', limit: 5 });
    expect(history).toMatchObject({
      ok: true,
      value: [{ actor: { kind: 'server' }, cause: { kind: 'import', name: 'NodeCG (alt)' } }, { revision: 1 }],
    });
    client.close();
  });

  test('[E375] [M12] addresses stay: NodeCG’s own port is written down where its configuration names none', async ({ place }) => {
    const old = await makeStoppedRoot(place, [[show, 'score', '1']]);
    const root = path.join(place, 'neu');
    const port = expect.objectContaining({ kind: 'configuration', name: 'cfg/nodecg.json', state: 'to do' }) as unknown;
    const first = await runNodecgCommand(['migrate', old, '--to', root]);
    expect(first.items).toEqual([port, expect.objectContaining({ name: `${show}:score` })]);
    mkdirSync(path.join(old, 'cfg'));
    writeFileSync(path.join(old, 'cfg/nodecg.json'), '{ "exitOnUncaught": false }');
    const dry = await runNodecgCommand(['migrate', old, '--to', root]);
    expect(dry.items).toContainEqual(port);
    expect(dry.output).toContain('9090');
    expect((await runNodecgCommand(['migrate', old, '--to', root, '--apply'])).status).toBe(0);
    const brought = readFileSync(path.join(root, 'cfg/nodecg.json'), 'utf8');
    expect(JSON.parse(brought)).toEqual({ port: 9090, exitOnUncaught: false });
    const again = await runNodecgCommand(['migrate', old, '--to', root, '--apply', '--overwrite']);
    expect(totals(again)).toEqual({ there: 2 });
    expect(readFileSync(path.join(root, 'cfg/nodecg.json'), 'utf8')).toBe(brought);
    const back = await runNodecgCommand(['export', '--from', root, '--to', old, '--all']);
    expect(back.status, back.output).toBe(0);
    expect(readFileSync(path.join(old, 'cfg/nodecg.json'), 'utf8')).toBe('{ "exitOnUncaught": false }');
    writeFileSync(path.join(old, 'cfg/nodecg.yaml'), 'exitOnUncaught: false');
    rmSync(path.join(old, 'cfg/nodecg.json'));
    rmSync(path.join(root, 'cfg/nodecg.json'));
    const yaml = await runNodecgCommand(['migrate', old, '--to', root, '--apply']);
    expect(yaml.warnings).toEqual([expect.stringContaining('cfg/nodecg.yaml names no port')]);
  });

  test('[E376] [M9] a project that NodeCG was installed into becomes a bundle, without what belongs to its NodeCG', async ({
    place,
    running,
  }) => {
    const old = await makeStoppedRoot(place, [['own-show', 'score', '3']]);
    const graphics = [{ file: 'index.html', width: 1280, height: 720 }];
    const files: Record<string, string> = {
      'package.json': JSON.stringify({ name: 'own-show', version: '1.0.0', nodecg: { compatibleRange: '^2.0.0', graphics } }),
      'graphics/index.html': '<!doctype html><p>own graphic</p>',
      'extension.js': "module.exports = (nodecg) => { nodecg.Replicant('helped', { defaultValue: require('helper') }); };",
      'node_modules/helper/index.js': "module.exports = 'by its own dependency';",
    };
    const notBrought = {
      'node_modules/nodecg/package.json': '{"name":"nodecg","version":"2.6.4"}',
      'node_modules/.package-lock.json': '{}',
      'cfg/own-show.json': '{"from":"cfg"}',
      'assets/own-show/pictures/a.png': 'a picture',
      'logs/nodecg.log': 'a line',
      'data/runtime.json': '{}',
      'bundles/other/package.json': '{"name":"other","version":"1.0.0","nodecg":{"compatibleRange":"^2.0.0"}}',
    };
    for (const [file, content] of Object.entries({ ...files, ...notBrought })) {
      mkdirSync(path.dirname(path.join(old, file)), { recursive: true });
      writeFileSync(path.join(old, file), content);
    }
    symlinkSync('graphics', path.join(old, 'pages'));
    const root = path.join(place, 'neu');
    const project = { kind: 'bundle', name: 'own-show', detail: 'the project that NodeCG was installed into' };
    const dry = await runNodecgCommand(['migrate', old, '--to', root]);
    expect(dry.items.filter(({ kind }) => kind === 'bundle')).toEqual([
      { kind: 'bundle', name: 'other', state: 'to do' },
      { ...project, state: 'to do' },
    ]);
    const moved = await runNodecgCommand(['migrate', old, '--to', root, '--apply']);
    expect(moved.status, moved.output).toBe(0);
    expect(moved.items).toContainEqual({ ...project, state: 'done' });
    const brought = pictureOf(path.join(root, 'bundles/own-show'));
    const names = Object.keys(brought).filter((name) => brought[name] !== 'folder');
    expect(names.sort()).toEqual([...Object.keys(files), 'pages'].sort());
    expect(brought.pages).toBe('-> graphics');
    expect(Object.keys(brought)).not.toContain('node_modules/nodecg');
    const again = await runNodecgCommand(['migrate', old, '--to', root]);
    expect(totals(again)).toEqual({ there: again.items.length });

    const server = await Server.start({ root });
    running.push(server);
    const graphic = await fetch(`${server.url}/bundles/own-show/graphics/index.html`);
    expect(graphic.status).toBe(200);
    expect(await graphic.text()).toContain('<p>own graphic</p>');
    const client = await WireClient.connect(server.url);
    expect(await client.read('own-show', 'score')).toMatchObject({ value: 3 });
    await expect.poll(async () => (await client.read('own-show', 'helped')).value).toBe('by its own dependency');
    client.close();
    expect(await server.stop()).toBe(0);
    const back = await runNodecgCommand(['export', '--from', root, '--to', old, '--bundles']);
    const skipped = { state: 'skipped', detail: 'it is the project that NodeCG is installed into' };
    expect(back.items).toContainEqual({ ...project, ...skipped });
    expect(Object.keys(pictureOf(path.join(old, 'bundles')))).not.toContain('own-show');
  });

  test('[E343] a migration is refused while a server runs on the target, and nothing is written', async ({ place, running }) => {
    const old = await makeStoppedRoot(place, [[show, 'score', '1']]);
    mkdirSync(path.join(old, 'bundles/another'), { recursive: true });
    writeFileSync(path.join(old, 'bundles/another/package.json'), '{"name":"another"}');
    const root = makeRoot([show]);
    const server = await Server.start({ root });
    running.push({ stop: () => server.dispose() });
    const refused = await runNodecgCommand(['migrate', old, '--to', root, '--apply']);
    expect(refused.status).toBe(1);
    expect(refused.output).toContain('Stop that one, and run this again');
    expect(Object.keys(pictureOf(path.join(root, 'bundles')))).not.toContain('another');
    const client = await ShowClient.connect(server.url);
    expect(await client.read(show, 'score')).toEqual({ type: 'undefined' });
    client.close();
  });

  test('[E344] a migration that is killed anywhere leaves nothing half-made, and the next one finishes it', async ({ place }) => {
    test.setTimeout(240_000);
    const rows = Array.from({ length: 300 }, (_, index): [string, string, string] => [
      show,
      `value ${index}`,
      JSON.stringify('v'.repeat(20_000)),
    ]);
    const old = await makeStoppedRoot(place, rows);
    for (let bundle = 0; bundle < 4; bundle++)
      for (let file = 0; file < 500; file++) {
        const folder = path.join(old, `bundles/b${bundle}/node_modules/m${file % 50}`);
        mkdirSync(folder, { recursive: true });
        writeFileSync(path.join(folder, `${file}.js`), 'x'.repeat(20_000));
      }
    const whole = pictureOf(path.join(old, 'bundles'));
    const root = path.join(place, 'neu');
    for (const ms of [1_000, 1_300, 1_700, 2_300, 3_000]) {
      const child = startNodecgCommand(['migrate', old, '--to', root, '--apply']);
      const ended = new Promise((resolve) => child.once('close', resolve));
      const timer = setTimeout(() => child.kill('SIGKILL'), ms);
      await ended;
      clearTimeout(timer);
      const brought = Object.entries(pictureWhereThere(path.join(root, 'bundles')));
      const bundleOf = (file: string) => file.split('/')[0];
      const bundles = new Set(brought.map(([file]) => bundleOf(file)));
      // Each bundle is there as a whole, or not at all.
      const expected = Object.entries(whole).filter(([file]) => bundles.has(bundleOf(file)));
      expect(Object.fromEntries(brought)).toEqual(Object.fromEntries(expected));
    }
    const finished = await runNodecgCommand(['migrate', old, '--to', root, '--apply']);
    expect(finished.status, finished.output).toBe(0);
    expect(pictureOf(path.join(root, 'bundles'))).toEqual(whole);
    const again = await runNodecgCommand(['migrate', old, '--to', root]);
    expect(totals(again)).toEqual({ there: again.items.length });
    const back = path.join(place, 'zurück');
    expect((await runNodecgCommand(['export', '--from', root, '--to', back])).status).toBe(0);
    expect([...rowsOf(back)].sort()).toEqual([...rowsOf(old)].sort());
  });

  test('[E345] an export that is killed leaves the old database as it was, or the new one whole', async ({ place }) => {
    const rows = Array.from({ length: 400 }, (_, index): [string, string, string] => [
      show,
      `value ${index}`,
      JSON.stringify('v'.repeat(20_000)),
    ]);
    const old = await makeStoppedRoot(place, rows);
    const root = path.join(place, 'neu');
    expect((await runNodecgCommand(['migrate', old, '--to', root, '--apply'])).status).toBe(0);
    changeDatabase(old, `UPDATE "replicant" SET "value" = '1'`);
    const before = bytesOf(old);
    for (const ms of [600, 900, 1_200, 1_500]) {
      const child = startNodecgCommand(['export', '--from', root, '--to', old]);
      const ended = new Promise((resolve) => child.once('close', resolve));
      const timer = setTimeout(() => child.kill('SIGKILL'), ms);
      await ended;
      clearTimeout(timer);
      expect(bytesOf(old).equals(before) || [...rowsOf(old).values()].every((value) => value !== '1')).toBe(true);
    }
    expect((await runNodecgCommand(['export', '--from', root, '--to', old])).status).toBe(0);
    expect(new Map(rows.map(([namespace, name, value]) => [`${namespace}:${name}`, value]))).toEqual(rowsOf(old));
  });

  test('[E346] a folder that is no NodeCG, a damaged database and old commands get a plain answer', async ({ place }) => {
    const empty = await runNodecgCommand(['migrate', place, '--to', path.join(place, 'neu')]);
    expect(empty.status).toBe(1);
    expect(empty.output).toContain('is no NodeCG folder');
    mkdirSync(path.join(place, 'alt/db'), { recursive: true });
    writeFileSync(path.join(place, 'alt/db/nodecg.sqlite3'), 'this is no database, but long enough to look like one '.repeat(40));
    const damaged = await runNodecgCommand(['migrate', path.join(place, 'alt'), '--to', path.join(place, 'neu')]);
    expect(damaged.status).toBe(2);
    expect(damaged.items).toEqual([
      expect.objectContaining({ name: 'cfg/nodecg.json', state: 'to do' }),
      expect.objectContaining({ name: 'db/nodecg.sqlite3', detail: expect.stringContaining('is damaged') }),
    ]);
    const child = startNodecgCommand(['install', 'some/bundle']);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    expect(said).toContain('Put the bundle into bundles/');
  });
});

function pictureWhereThere(folder: string): Record<string, string> {
  try {
    return pictureOf(folder, (relative) => relative.startsWith('.'));
  } catch {
    return {};
  }
}
