import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArguments, type ServerArguments } from '#server/config/arguments';
import { parseEnvironment } from '#server/config/env';
import { nodecgSchema } from '#server/config/nodecg/schema';
import { wantedBundles } from '#server/config/wanted-bundles';
import { readServerConfig } from './read-server-config.ts';

let base: string;
let made = 0;
beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'nodecg-config-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

type Given = { files?: Record<string, string>; env?: Record<string, string>; args?: ServerArguments };

async function read({ files = {}, env = {}, args = {} }: Given) {
  const root = path.join(base, String(made++));
  for (const [file, text] of Object.entries({ 'cfg/.keep': '', ...files })) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const environment = parseEnvironment({ NODECG_ROOT: root, ...env }, { projectDir: '/p', version: '1.0.0', cwd: '/c' });
  if (!environment.ok) throw new Error('the environment is wrong');
  return { root, result: await readServerConfig(environment.value, args) };
}

async function applied(given: Given) {
  const { root, result } = await read(given);
  if (!result.ok) throw new Error(result.error);
  return { root, ...result.value };
}

async function errorOf(value: object): Promise<string> {
  const { result } = await read({ files: { 'cfg/nodecg.json': JSON.stringify(value) } });
  return result.ok ? '' : result.error;
}

describe('cfg/nodecg.*', () => {
  it('[C108] needs no file: the defaults count', async () => {
    const { config, warnings } = await applied({});
    expect(config.nodecg).toEqual(nodecgSchema.parse({}));
    expect(config.nodecg).toMatchObject({
      exitOnUncaught: true,
      logging: {
        console: { enabled: true, level: 'info', timestamps: true, replicants: false },
        file: { enabled: false, level: 'info', path: 'logs/nodecg.log', timestamps: true, replicants: false },
      },
      bundles: { enabled: null, disabled: null, paths: [] },
      login: { enabled: false, forceHttpsReturn: false },
      ssl: { enabled: false, allowHTTP: false },
      sentry: { enabled: false },
    });
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, tls: undefined });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['nodecg.json', '{"port": 4711}'],
    ['nodecg.yaml', 'port: 4711\n'],
    ['nodecg.yml', 'port: 4711\n'],
    ['nodecg.js', 'module.exports = { port: 4000 + 711 };'],
    ['nodecg.cjs', 'module.exports = { port: 4711 };'],
    ['nodecg.config.js', 'module.exports = { port: 4711 };'],
  ])('[C108] reads cfg/%s', async (file, text) => {
    expect((await applied({ files: { [`cfg/${file}`]: text } })).config.port).toBe(4711);
  });

  it('[C108] refuses JSON and YAML that is none, and names file and line', async () => {
    const json = await read({ files: { 'cfg/nodecg.json': '{\n "port": 1,,\n}' } });
    expect(json.result).toMatchObject({
      ok: false,
      error: expect.stringContaining('cfg/nodecg.json is not valid JSON') as string,
    });
    expect(json.result.ok ? '' : json.result.error).toContain('(line 2)');
    const yaml = await read({ files: { 'cfg/nodecg.yaml': 'port: [1' } });
    expect(yaml.result).toMatchObject({
      ok: false,
      error: expect.stringContaining('cfg/nodecg.yaml is not valid YAML') as string,
    });
    const list = await read({ files: { 'cfg/nodecg.json': '[1]' } });
    expect(list.result).toMatchObject({ ok: false, error: expect.stringContaining('it must be an object') as string });
    const script = await read({ files: { 'cfg/nodecg.js': 'throw new Error("no key")' } });
    expect(script.result).toMatchObject({ ok: false, error: expect.stringContaining('no key') as string });
  });

  it.each<[object, string]>([
    [{ login: { enabled: true } }, '"login.sessionSecret" must be a string'],
    [{ login: { twitch: { enabled: true, clientSecret: 's' } } }, '"login.twitch.clientID" must be a string'],
    [{ login: { twitch: { enabled: true, clientID: 'i' } } }, '"login.twitch.clientSecret" must be a string'],
    [{ login: { discord: { enabled: true, clientSecret: 's' } } }, '"login.discord.clientID" must be a string'],
    [{ login: { discord: { enabled: true, clientID: 'i' } } }, '"login.discord.clientSecret" must be a string'],
    [{ login: { steam: { enabled: true } } }, '"login.steam.apiKey" must be a string'],
    [{ ssl: { enabled: true, certificatePath: 'c' } }, '"ssl.keyPath" must be a string'],
    [{ ssl: { enabled: true, keyPath: 'k' } }, '"ssl.certificatePath" must be a string'],
    [{ sentry: { enabled: true } }, '"sentry.dsn" must be a string'],
    [{ port: 'eighty' }, '"port" must be a number'],
    [{ port: 0 }, '"port" must be greater than 0'],
    [
      { login: { local: { enabled: true, allowedUsers: [{ username: 'a' }] } } },
      '"login.local.allowedUsers[0].password" must be a string',
    ],
    [{ logging: { console: { level: 'loud' } } }, '"logging.console.level" must be one of verbose, debug'],
    [{ bundles: { enabled: ['a'], disabled: ['b'] } }, 'EITHER bundles.enabled OR bundles.disabled'],
  ])('[C108] refuses %j', async (value, message) => {
    expect(await errorOf(value)).toContain(message);
  });

  it('[C108] tells every problem at once and never a value', async () => {
    const error = await errorOf({ host: 5, port: 'hunter2', login: { twitch: { enabled: true, clientSecret: 'hunter2' } } });
    expect(error.split('\n').length).toBeGreaterThan(4);
    expect(error).not.toContain('hunter2');
  });

  it('[C108] takes what is whole, with defaults beside it', async () => {
    const login = { enabled: true, sessionSecret: 's', twitch: { enabled: true, clientID: 'i', clientSecret: 'x' } };
    const { config, warnings } = await applied({ files: { 'cfg/nodecg.json': JSON.stringify({ login }) } });
    expect(config.nodecg.login.twitch).toEqual({ ...login.twitch, scope: 'user_read', allowedUsernames: [], allowedIds: [] });
    expect(config).toMatchObject({ host: '127.0.0.1', authMode: 'login' });
    expect(warnings).toEqual([]);
  });

  it('[I1] everybody signs in where the file switches it on, unless the environment says open', async () => {
    const login = { enabled: true, sessionSecret: 's' };
    const files = { 'cfg/nodecg.json': JSON.stringify({ login, host: '0.0.0.0' }) };
    expect((await applied({ files })).config).toMatchObject({ host: '0.0.0.0', authMode: 'login' });
    const open = await applied({ files, env: { AUTH_MODE: 'open' } });
    expect(open.config).toMatchObject({ host: '127.0.0.1', authMode: 'open' });
    expect(open.warnings).toEqual([
      expect.stringContaining('"host" is 0.0.0.0'),
      expect.stringContaining('AUTH_MODE=open counts'),
    ]);
    const asked = await applied({ files: { 'cfg/nodecg.json': '{"host": "0.0.0.0"}' }, env: { AUTH_MODE: 'login' } });
    expect(asked.config).toMatchObject({ host: '0.0.0.0', authMode: 'login' });
    expect(asked.warnings).toEqual([]);
  });

  it('warns of keys that nobody knows, by their place', async () => {
    const { warnings } = await applied({
      files: { 'cfg/nodecg.json': '{"prot": 1, "logging": {"console": {"colour": true}}, "exitOnUncaught": false}' },
    });
    expect(warnings).toEqual([
      'cfg/nodecg.json: "prot" is not known and does nothing.',
      'cfg/nodecg.json: "logging.console.colour" is not known and does nothing.',
      expect.stringContaining('"exitOnUncaught" does nothing here'),
    ]);
  });

  it('lets the environment win, and never opens the server to others', async () => {
    const files = { 'cfg/nodecg.json': '{"host": "0.0.0.0", "port": 9090}' };
    const open = await applied({ files });
    expect(open.config).toMatchObject({ host: '127.0.0.1', port: 9090 });
    expect(open.warnings).toEqual([expect.stringContaining('"host" is 0.0.0.0')]);
    const set = await applied({ files, env: { HOST: 'localhost', PORT: '0' } });
    expect(set.config).toMatchObject({ host: 'localhost', port: 0 });
    expect(set.warnings).toEqual([]);
    expect((await applied({ files: { 'cfg/nodecg.json': '{"host": "::1"}' } })).config.host).toBe('::1');
  });

  it('[C106] takes which bundles count, and where more are, from the file, else from the command line', async () => {
    const args = parseArguments(['--bundlesEnabled', 'a,b', '--bundlesPaths=more', 'start']);
    const { config, root } = await applied({ args });
    expect(config.bundles).toEqual({ enabled: ['a', 'b'], disabled: null, dirs: [path.join(root, 'more')] });
    const file = await applied({ files: { 'cfg/nodecg.json': '{"bundles": {"enabled": ["c"]}}' }, args });
    expect(file.config.bundles.enabled).toEqual(['c']);
    const wanted = wantedBundles({ enabled: ['c'], disabled: null });
    expect([wanted('c'), wanted('d')]).toEqual([true, false]);
    const others = wantedBundles({ enabled: null, disabled: ['c'] });
    expect([others('c'), others('d')]).toEqual([false, true]);
  });

  it('reads --cfgPath, a folder or a file', async () => {
    const files = { 'other/nodecg.yaml': 'port: 4711', 'other/night.json': '{"port": 4712}' };
    const folder = await applied({ files, args: parseArguments(['--cfgPath', 'other']) });
    expect(folder.config).toMatchObject({ port: 4711, cfgDir: path.join(folder.root, 'other') });
    expect((await applied({ files, args: { cfgPath: 'other/night.json' } })).config.port).toBe(4712);
    expect((await read({ files, args: { cfgPath: 'nowhere' } })).result).toMatchObject({ ok: false });
  });

  it('[E367] reads the file that --cfgPath names, whatever lies beside it, and names it in its messages', async () => {
    const files = { 'night/show.json': '{"port": 4711}', 'night/show.yaml': 'port: 4712\nprot: 1' };
    const { config, warnings } = await applied({ files, args: { cfgPath: 'night/show.yaml' } });
    expect(config.port).toBe(4712);
    expect(warnings).toEqual(['night/show.yaml: "prot" is not known and does nothing.']);
    const errorAt = async (file: string, text: string, cfgPath: string) => {
      const { result } = await read({ files: { [file]: text }, args: { cfgPath } });
      return result.ok ? '' : result.error;
    };
    expect(await errorAt('night/show.json', '{"port": 0}', './night/show.json')).toContain("can't start with night/show.json:");
    expect(await errorAt('show.config.js', 'throw new Error("no")', 'show.config.js')).toContain('Correct show.config.js and');
    expect(await errorAt('night/nodecg.yml', '[1]', 'night')).toContain("can't start with night/nodecg.yml:\n  it must be an");
  });
});
