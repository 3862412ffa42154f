import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BundleView, ExtensionView } from '#contract/bundle';
import { createMemoryBundleRegistry } from '#adapters/memory/bundle-registry';
import { createInertExtensionHosts } from '#adapters/memory/extension-hosts';
import { createTestFolders, panelHtml, type TestFolders } from './test-folders.ts';
import type { BundleDeps, FirstPartyBundle } from './index.ts';
import { startTestService, type TestService } from './test-service.ts';

let fixture: TestFolders;
let service: TestService | undefined;
beforeEach(async () => void (fixture = await createTestFolders()));
afterEach(async () => {
  await service?.bundles.close();
  await fixture.destroy();
});

async function start(overrides: Partial<BundleDeps> = {}): Promise<TestService> {
  return (service = await startTestService(fixture, overrides));
}

const states = ({ bundles }: TestService): Record<string, string> =>
  Object.fromEntries(bundles.list().map(({ name, state }) => [name, state]));
const problems = (view: BundleView | undefined): string[] =>
  view?.problems.map(({ severity, message }) => `${severity}: ${message}`) ?? [];

const panel = { dashboardPanels: [{ name: 'p', title: 'P', file: 'p.html' }] };
const panelFile = { 'dashboard/p.html': panelHtml };

function firstParty(name: string): FirstPartyBundle {
  const lists = { panels: [], graphics: [], mounts: [], assetCategories: [], soundCues: [] };
  const manifest = {
    name,
    version: '3.0.0',
    bundleDependencies: {},
    ...lists,
    transformBareModuleSpecifiers: false,
    raw: { name },
  };
  const configSchema = { type: 'object', properties: { lines: { type: 'integer', default: 2 } } };
  return { manifest, dir: join(fixture.root, 'dist', name), replicants: new Map([['score', { defaultValue: 0 }]]), configSchema };
}

describe('discovery', () => {
  it('[B1.1] has no bundles without a bundles folder', async () => {
    expect((await start()).bundles.list()).toEqual([]);
  });

  it('[B1.2] ignores node_modules, bower_components, dot folders and files, and follows links', async () => {
    for (const name of ['node_modules', 'bower_components', '.hidden', 'show']) await fixture.bundle(name);
    await fixture.write('bundles/readme.txt', '');
    await fixture.write('elsewhere/package.json', { name: 'linked', version: '1.0.0', nodecg: { compatibleRange: '*' } });
    await fixture.link('../elsewhere', 'bundles/linked');
    const { bundles } = await start();
    expect(bundles.list().map(({ name }) => name)).toEqual(['linked', 'show']);
    expect(bundles.find('linked')?.dir).toBe(join(fixture.root, 'elsewhere'));
  });

  it('[B1.3][C106] shows a bad folder as failed and runs the others', async () => {
    await fixture.bundle('good', panel, panelFile);
    await fixture.write('bundles/empty/x.txt', '');
    await fixture.write('bundles/broken/package.json', '{');
    await fixture.link('nowhere', 'bundles/dangling');
    await fixture.bundle('leftover', {}, { 'graphics/a.html': '' });
    const running = await start();
    expect(states(running)).toEqual({
      broken: 'failed',
      dangling: 'failed',
      empty: 'failed',
      good: 'running',
      leftover: 'failed',
    });
    expect(running.bundles.find('broken')).toBeUndefined();
    expect(running.bundles.find('good')?.manifest.panels).toHaveLength(1);
  });

  it.skipIf(process.platform === 'win32')('[B1.6] never reads what does not end or is too large', async () => {
    await fixture.bundle('good');
    const files = ['bundles/pipe/package.json', 'bundles/piped/extension/helper.js', 'bundles/piped/schemas/a.json'];
    for (const file of files) {
      await mkdir(dirname(join(fixture.root, file)), { recursive: true });
      execFileSync('mkfifo', [join(fixture.root, file)]);
    }
    await fixture.bundle('piped', {}, { 'extension/index.js': 'module.exports = () => undefined;' });
    await fixture.write('bundles/endless/extension.js', '');
    await fixture.link('/dev/zero', 'bundles/endless/package.json');
    await fixture.write('bundles/huge/package.json', { name: 'huge', padding: 'x'.repeat(5_000_000) });
    const running = await start();
    expect(states(running)).toEqual({ endless: 'failed', good: 'running', huge: 'failed', pipe: 'failed', piped: 'running' });
    expect(problems(running.bundles.get('pipe'))).toEqual(["error: package.json can't be read: it is a pipe or a device."]);
    expect(problems(running.bundles.get('huge'))).toEqual(["error: package.json can't be read: it is larger than 4 MiB."]);
    expect(problems(running.bundles.get('piped'))).toEqual(["warning: schemas/a.json can't be read: it is a pipe or a device."]);
  });

  it('[B1.4] warns of a folder with another name, and fails the second of two bundles with one name', async () => {
    await fixture.bundle('a-folder');
    await fixture.write('bundles/a-folder/package.json', { name: 'show', nodecg: { compatibleRange: '*' } });
    await fixture.bundle('show');
    const { bundles } = await start();
    expect(problems(bundles.get('show'))).toEqual(['warning: The folder is named "a-folder", but the bundle "show".']);
    expect(bundles.get('show (folder)')).toMatchObject({ state: 'failed' });
    expect(problems(bundles.get('show (folder)'))[0]).toContain('hold bundles of the same name "show"');
  });

  it('[B1.5] runs first-party bundles, unless a drop-in bundle has their name', async () => {
    await fixture.bundle('clock');
    const { bundles } = await start({ firstParty: [firstParty('clock'), firstParty('score')] });
    expect(bundles.list().map(({ name, kind, version }) => [name, kind, version])).toEqual([
      ['clock', 'drop-in', '1.0.0'],
      ['score', 'first-party', '3.0.0'],
    ]);
    expect(await bundles.definition('score', 'score')).toEqual({ defaultValue: 0 });
    expect(await bundles.definition('clock', 'score')).toBeUndefined();
    expect(bundles.find('score')?.config).toEqual({ lines: 2 });
  });
});

describe('states', () => {
  it('[B5.7] fails a bundle whose extension failed, blocks its dependents, and serves the pages of both', async () => {
    await fixture.bundle('lib', panel, { ...panelFile, 'extension.js': '' });
    await fixture.bundle('user', { ...panel, bundleDependencies: { lib: '*' } }, panelFile);
    const dir = join(fixture.bundlesDir, 'lib');
    const failed: ExtensionView = {
      state: 'failed',
      restarts: 0,
      lastError: { message: 'boom', file: join(dir, 'extension.js'), line: 3, at: 0 },
    };
    const running = await start({ hosts: { ...createInertExtensionHosts(), statuses: () => new Map([['lib', failed]]) } });
    expect(states(running)).toEqual({ lib: 'failed', user: 'blocked' });
    expect(running.bundles.get('lib')?.problems).toMatchObject([
      { severity: 'error', file: 'extension.js', line: 3, message: 'The extension failed while loading: boom.' },
    ]);
    expect(problems(running.bundles.get('user'))).toEqual(['error: It needs the bundle "lib", whose extension has failed.']);
    expect(running.bundles.find('lib')?.dir).toBe(dir);
    expect(running.bundles.find('user')).toBeDefined();
  });

  it('[B5.8] keeps a bundle running whose extension is being restarted', async () => {
    await fixture.bundle('show', {}, { 'extension.js': '' });
    const restarting: ExtensionView = { state: 'restarting', restarts: 2, retryInMs: 500 };
    const { bundles } = await start({
      hosts: { ...createInertExtensionHosts(), statuses: () => new Map([['show', restarting]]) },
    });
    expect(bundles.get('show')).toMatchObject({ state: 'running', extension: restarting });
  });

  it('[B3.7] fails a bundle whose configuration is invalid, with manifest errors beside it', async () => {
    await fixture.bundle('show', { mount: 1 }, { 'configschema.json': { type: 'object', required: ['key'] } });
    await fixture.write('cfg/show.json', {});
    const { bundles } = await start();
    expect(problems(bundles.get('show'))).toEqual([
      'error: "mount" must be a list.',
      'error: Config for bundle "show" is invalid: it must have required property \'key\'.',
    ]);
  });

  it("[B3.2] fails a bundle whose configuration can't be read, and says whose it is", async () => {
    for (const name of ['list', 'script']) await fixture.bundle(name);
    await fixture.write('cfg/list.json', '[1]');
    await fixture.write('cfg/script.js', 'throw new Error("no")');
    const { bundles } = await start();
    expect(problems(bundles.get('list'))).toEqual(['error: Config for bundle "list" is invalid: it must be an object.']);
    expect(problems(bundles.get('script'))).toEqual(['error: Config for bundle "script" is invalid: no.']);
  });

  it('[B5.2][C82] blocks dependents of what does not run, and says so on reload', async () => {
    await fixture.bundle('lib', { mount: 1 });
    await fixture.bundle('user', { bundleDependencies: { lib: '^1.0.0' } }, { 'extension.js': '' });
    await fixture.bundle('other', {}, { 'extension.js': '' });
    const running = await start();
    expect(states(running)).toEqual({ lib: 'failed', other: 'running', user: 'blocked' });
    expect(running.bundles.get('user')).toMatchObject({
      extension: { state: 'stopped' },
      dependencies: [{ name: 'lib', range: '^1.0.0', satisfied: false }],
    });
    expect(running.hosts.groups().map(({ name }) => name)).toEqual(['other']);
    expect(await running.bundles.reload('user')).toMatchObject({
      ok: false,
      error: { code: 'blocked', message: expect.stringContaining('"lib"') as string },
    });
    expect(await running.bundles.reload('lib')).toMatchObject({
      ok: false,
      error: { code: 'invalid-bundle', message: expect.stringContaining('nodecg.mount') as string },
    });
    expect(await running.bundles.reload('nobody')).toMatchObject({ ok: false, error: { code: 'unknown-bundle' } });
  });

  it('[B6.1][C106] remembers who was disabled, stops it and its dependents, and starts them again', async () => {
    const registry = createMemoryBundleRegistry();
    await fixture.bundle('lib', panel, { ...panelFile, 'extension.js': '' });
    await fixture.bundle('user', { bundleDependencies: { lib: '*' } }, { 'extension.js': '' });
    const first = await start({ registry });
    expect(first.hosts.groups().map(({ name }) => name)).toEqual(['lib+user']);
    expect(await first.bundles.disable('lib')).toMatchObject({ ok: true, value: { state: 'stopped', enabled: false } });
    expect(states(first)).toEqual({ lib: 'stopped', user: 'blocked' });
    expect(first.bundles.find('lib')).toBeUndefined();
    expect(first.hosts.groups()).toEqual([]);
    expect(first.changes.map(({ bundle, kind }) => `${bundle} ${kind}`)).toEqual(['lib state', 'user state']);
    await first.bundles.close();

    const second = await start({ registry });
    expect(states(second)).toEqual({ lib: 'stopped', user: 'blocked' });
    expect(await second.bundles.enable('lib')).toMatchObject({ ok: true, value: { state: 'running' } });
    expect(states(second)).toEqual({ lib: 'running', user: 'running' });
  });

  it('[B6.2] runs everything when the registry does not answer', async () => {
    await fixture.bundle('show');
    const dead = (): Promise<never> => Promise.reject(new Error('database away'));
    const running = await start({ registry: { disabled: dead, record: dead, setEnabled: dead } });
    expect(states(running)).toEqual({ show: 'running' });
    expect(await running.bundles.disable('show')).toMatchObject({ ok: true });
    expect(running.logged.join('\n')).toContain('could not be stored for the next start: database away');
  });

  it('[B6.2] forgets nobody’s choice when the registry could not be read once', async () => {
    await fixture.bundle('show');
    const registry = createMemoryBundleRegistry();
    await (await start({ registry })).bundles.disable('show');
    const unread = { ...registry, disabled: () => Promise.reject(new Error('database away')) };
    expect(states(await start({ registry: unread }))).toEqual({ show: 'running' });
    expect(states(await start({ registry }))).toEqual({ show: 'stopped' });
  });

  it('[B6.2] stores a choice later that could not be stored at once', async () => {
    await fixture.bundle('show');
    const registry = createMemoryBundleRegistry();
    let isAway = true;
    const failing = {
      ...registry,
      setEnabled: (name: string, enabled: boolean) =>
        isAway ? Promise.reject(new Error('database away')) : registry.setEnabled(name, enabled),
    };
    const { bundles } = await start({ registry: failing });
    await bundles.disable('show');
    isAway = false;
    await fixture.bundle('show', {}, { 'package.json': { name: 'show', version: '2.0.0', nodecg: { compatibleRange: '*' } } });
    await bundles.reload('show');
    await expect.poll(() => registry.disabled()).toEqual(new Set(['show']));
  });

  it('[B6.6] tells the log what became of each bundle', async () => {
    await fixture.bundle('bad', { mount: 1 });
    await fixture.bundle('good');
    const { logged } = await start();
    expect(logged).toEqual([
      'Bundle "bad" has failed',
      '  bad: package.json:6 nodecg.mount: "mount" must be a list. Write "mount": [ … ].',
      'Bundle "good" 1.0.0 is running',
    ]);
  });

  it('[B6.6] logs a problem once, whatever else is edited', async () => {
    await fixture.bundle('old', { compatibleRange: '^1.0.0' }, { 'extension.js': '' });
    const { logged, bundles } = await start();
    await fixture.bundle('old', { mount: 1, compatibleRange: '^1.0.0' });
    await bundles.reload('old');
    await fixture.bundle('old', { compatibleRange: '^1.0.0' });
    await bundles.reload('old');
    expect(logged.filter((line) => line.includes('made for NodeCG'))).toHaveLength(1);
    expect(logged.filter((line) => line.includes('must be a list'))).toHaveLength(1);
  });

  it('[B3.9] warns of a configuration that no bundle reads, and of a second one', async () => {
    await fixture.bundle('hello');
    for (const file of ['cfg/helo.json', 'cfg/hello.json', 'cfg/nodecg.json']) await fixture.write(file, {});
    await fixture.write('cfg/hello.yaml', 'a: 1');
    const { logged, bundles } = await start();
    expect(logged.filter((line) => line.includes('helo'))).toEqual([
      'cfg/helo.json is not read: there is no bundle named "helo". Did you mean "hello"? Rename it.',
    ]);
    expect(logged.join()).not.toContain('nodecg.json');
    expect(bundles.get('hello')?.state).toBe('running');
    expect(problems(bundles.get('hello'))).toEqual(['warning: cfg/hello.yaml is ignored, because cfg/hello.json is used.']);
  });

  it('[B6.3] records what was found', async () => {
    await fixture.bundle('show');
    await fixture.write('cfg/show.yaml', 'key: 1');
    const recorded: unknown[] = [];
    const registry = {
      ...createMemoryBundleRegistry(),
      record: (bundles: unknown) => Promise.resolve(void recorded.push(bundles)),
    };
    await start({ registry });
    expect(recorded).toEqual([[{ name: 'show', version: '1.0.0', config: { key: 1 }, enabled: true }]]);
  });

  it('[B6.4] restarts the extension of a reloaded bundle, and no other', async () => {
    await fixture.bundle('a', {}, { 'extension.js': '' });
    await fixture.bundle('b', {}, { 'extension.js': '' });
    const { bundles, hosts } = await start();
    const before = hosts.groups().map(({ fingerprint }) => fingerprint);
    expect(await bundles.reload('a')).toMatchObject({ ok: true });
    const after = hosts.groups().map(({ fingerprint }) => fingerprint);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it('[B6.5] refuses changes when it is closed', async () => {
    await fixture.bundle('show');
    const { bundles } = await start();
    await bundles.close();
    expect(await bundles.reload('show')).toMatchObject({ ok: false, error: { code: 'busy' } });
  });
});
