import { execFile } from 'node:child_process';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BundleChange } from '#contract/bundle';
import { createTestFolders, panelHtml, type TestFolders } from './test-folders.ts';
import { startTestService, type TestService } from './test-service.ts';

const run = promisify(execFile);
let fixture: TestFolders;
let service: TestService;

const nodecg = {
  dashboardPanels: [
    { name: 'p', title: 'P', file: 'p.html' },
    { name: 'q', title: 'Q', file: 'q.html' },
  ],
  graphics: [
    { file: 'a.html', width: 1920, height: 1080 },
    { file: 'b.html', width: 1920, height: 1080 },
  ],
};
const pages = { 'dashboard/p.html': panelHtml, 'dashboard/q.html': panelHtml, 'graphics/a.html': 'a', 'graphics/b.html': 'b' };

beforeEach(async () => {
  fixture = await createTestFolders();
  await fixture.bundle('show', nodecg, { ...pages, 'extension/index.js': 'require("./part")', 'extension/part.js': '' });
  await fixture.bundle('other', {}, { 'extension.js': '' });
  service = await startTestService(fixture);
});
afterEach(async () => {
  await service.bundles.close();
  await fixture.destroy();
});

/** Waits for these changes, in any order, within the second that the spec allows. */
async function expectChanges(...expected: BundleChange[]): Promise<void> {
  await expect.poll(() => service.changes, { timeout: 1_000, interval: 10 }).toEqual(expect.arrayContaining(expected));
}
const fingerprints = (): Record<string, string> =>
  Object.fromEntries(service.hosts.groups().map(({ name, fingerprint }) => [name, fingerprint]));
const kindsOf = (bundle: string): string[] =>
  [...new Set(service.changes.filter((change) => change.bundle === bundle).map(({ kind }) => kind))].sort();

describe('an edit is live within a second', () => {
  it('[B7.1][C107] one panel or graphic reloads alone, and nothing restarts', async () => {
    const before = fingerprints();
    await fixture.write('bundles/show/dashboard/p.html', `${panelHtml}new`);
    await expectChanges({ bundle: 'show', kind: 'panel', targets: ['p'] });
    await fixture.write('bundles/show/graphics/b.html', 'new');
    await expectChanges({ bundle: 'show', kind: 'graphic', targets: ['b.html'] });
    expect(kindsOf('show')).toEqual(['graphic', 'panel', 'state']);
    expect(kindsOf('other')).toEqual([]);
    expect(fingerprints()).toEqual(before);
  });

  it('[B7.2] a file that pages share reloads all of them', async () => {
    await fixture.write('bundles/show/graphics/style.css', 'a {}');
    await expectChanges({ bundle: 'show', kind: 'graphic' });
    expect(kindsOf('show')).not.toContain('panel');
    await fixture.write('bundles/show/shared/font.css', 'a {}');
    await expectChanges({ bundle: 'show', kind: 'panel' });
  });

  it('[B7.3][C107] the manifest, also when an editor replaces the file', async () => {
    const next = { name: 'show', version: '2.0.0', nodecg: { compatibleRange: '*', ...nodecg } };
    const path = join(fixture.bundlesDir, 'show', 'package.json');
    await writeFile(`${path}~`, JSON.stringify(next));
    await rename(`${path}~`, path);
    await expectChanges({ bundle: 'show', kind: 'manifest' });
    expect(service.bundles.get('show')?.version).toBe('2.0.0');
  });

  it('[B7.4][C107] the configuration, with a restart of this extension only', async () => {
    const before = fingerprints();
    await fixture.write('cfg/show.json', { key: 1 });
    await expectChanges({ bundle: 'show', kind: 'config' });
    expect(service.bundles.find('show')?.config).toEqual({ key: 1 });
    await expect.poll(() => fingerprints().show).not.toBe(before.show);
    expect(fingerprints().other).toBe(before.other);
  });

  it('[B7.5] the extension and what it loads; data that it writes does not restart it', async () => {
    const before = fingerprints();
    await fixture.write('bundles/show/extension/data.json', { written: 'by itself' });
    await fixture.write('bundles/show/extension/part.js', '// edited');
    await expectChanges({ bundle: 'show', kind: 'extension' });
    await expect.poll(() => fingerprints().show).not.toBe(before.show);
    expect(fingerprints().other).toBe(before.other);

    service.forget();
    const edited = fingerprints();
    await fixture.write('bundles/show/extension/data.json', { written: 'again' });
    await fixture.write('bundles/other/extension.js', '// edited');
    await expectChanges({ bundle: 'other', kind: 'extension' });
    expect(kindsOf('show')).toEqual([]);
    expect(fingerprints().show).toBe(edited.show);
  });

  it('[B7.6] a schema', async () => {
    await fixture.write('bundles/show/schemas/score.json', { type: 'number' });
    await expectChanges({ bundle: 'show', kind: 'manifest' });
    expect(await service.bundles.definition('show', 'score')).toMatchObject({ schema: { json: { type: 'number' } } });
    await fixture.write('bundles/show/schemas/score.json', '{');
    await expect
      .poll(() => service.bundles.get('show')?.problems)
      .toMatchObject([{ severity: 'warning', file: 'schemas/score.json', line: 1 }]);
    expect(await service.bundles.definition('show', 'score')).toBeUndefined();
    expect(service.bundles.get('show')?.state).toBe('running');
  });

  it('[B7.7][C107] a panel that is a link, when its target changes', async () => {
    await fixture.write('elsewhere.html', panelHtml);
    await fixture.remove('bundles/show/dashboard/q.html');
    await fixture.link('../../../elsewhere.html', 'bundles/show/dashboard/q.html');
    await expectChanges({ bundle: 'show', kind: 'panel', targets: ['q'] });
    service.forget();
    await fixture.write('elsewhere.html', `${panelHtml}new`);
    await expectChanges({ bundle: 'show', kind: 'panel', targets: ['q'] });
  });

  it('[B7.8] a new bundle, and one that is removed', async () => {
    await fixture.bundle('new', {}, { 'extension.js': '' });
    await expectChanges({ bundle: 'new', kind: 'added' });
    await expect.poll(() => service.bundles.get('new')?.state).toBe('running');
    await rm(join(fixture.bundlesDir, 'new'), { recursive: true });
    await expectChanges({ bundle: 'new', kind: 'removed' });
    expect(service.bundles.get('new')).toBeUndefined();
    await expect.poll(() => Object.keys(fingerprints())).toEqual(['other', 'show']);
  });

  it('[B7.9] the commit of its repository', async () => {
    const dir = join(fixture.bundlesDir, 'other');
    const git = (...args: string[]) => run('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: dir });
    await git('init', '-q', '-b', 'main');
    await git('add', '.');
    await git('commit', '-q', '-m', 'first');
    await expectChanges({ bundle: 'other', kind: 'git' });
    expect(service.bundles.get('other')?.git).toMatchObject({ branch: 'main', message: 'first' });
    await git('commit', '-q', '--allow-empty', '-m', 'second\n\nbody');
    await expect.poll(() => service.bundles.get('other')?.git?.message, { timeout: 1_000 }).toBe('second\n\nbody');
  });
});

describe('an invalid edit', () => {
  it('[B7.10][C107] is shown, while the last good version goes on', async () => {
    const before = fingerprints();
    const good = service.bundles.find('show');
    await fixture.write('bundles/show/package.json', '{ "name": "show", ');
    await expect.poll(() => service.bundles.get('show')?.state, { timeout: 1_000 }).toBe('failed');
    expect(service.bundles.get('show')?.problems).toMatchObject([{ file: 'package.json', line: 1 }]);
    expect(service.bundles.find('show')).toBe(good);
    expect(fingerprints()).toEqual(before);
    await fixture.bundle('show', nodecg);
    await expect.poll(() => service.bundles.get('show')?.state, { timeout: 1_000 }).toBe('running');
    expect(fingerprints()).toEqual(before);
  });

  it('[B7.11] reloads pages when it is valid again, not before', async () => {
    await fixture.remove('bundles/show/graphics/a.html');
    await expect.poll(() => service.bundles.get('show')?.state, { timeout: 1_000 }).toBe('failed');
    await fixture.write('bundles/show/graphics/b.html', 'new');
    await fixture.write('bundles/show/graphics/a.html', 'new');
    await expect.poll(() => service.bundles.get('show')?.state, { timeout: 1_000 }).toBe('running');
    expect(service.changes.filter(({ kind }) => kind === 'graphic').flatMap(({ targets }) => targets)).toEqual(
      expect.arrayContaining(['a.html', 'b.html']),
    );
  });

  it('[B7.13] says that a sound was written, and reloads no page', async () => {
    const soundCues = [{ name: 'bell', defaultFile: 'sounds/bell.mp3' }];
    await fixture.bundle('loud', { soundCues }, { 'sounds/bell.mp3': 'ding' });
    await expect.poll(() => service.bundles.get('loud')?.hasSounds, { timeout: 1_000 }).toBe(true);
    service.forget();
    await fixture.write('bundles/loud/sounds/bell.mp3', 'dong');
    await expectChanges({ bundle: 'loud', kind: 'sound' });
    expect(kindsOf('loud')).toEqual(['sound']);
  });

  it('[B7.12] of a disabled bundle reloads no page', async () => {
    await service.bundles.disable('show');
    service.forget();
    await fixture.write('bundles/show/graphics/a.html', 'new');
    await fixture.write('bundles/other/extension.js', '// marks that the batch was read');
    await expectChanges({ bundle: 'other', kind: 'extension' });
    expect(kindsOf('show')).not.toContain('graphic');
  });
});
