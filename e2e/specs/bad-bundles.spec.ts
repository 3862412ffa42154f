import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { BundleView } from '../../src/contract/bundle.ts';
import { WireClient } from '../fixtures/client.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

type Files = Record<string, unknown>;

function write(root: string, files: Files): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

const manifest = (name: string, nodecg: object = {}): object => ({
  name,
  version: '1.0.0',
  nodecg: { compatibleRange: '^2.0.0', ...nodecg },
});

const bad: Files = {
  'bundles/no-package/readme.txt': 'nothing here',
  'bundles/not-json/package.json': '{ "name": "not-json", }',
  'bundles/no-nodecg/package.json': { name: 'no-nodecg', version: '1.0.0' },
  'bundles/bad-graphic/package.json': manifest('bad-graphic', { graphics: [{ file: 'missing.html' }] }),
  'bundles/bad-graphic/graphics/.keep': '',
  'bundles/circle-a/package.json': manifest('circle-a', { bundleDependencies: { 'circle-b': '*' } }),
  'bundles/circle-b/package.json': manifest('circle-b', { bundleDependencies: { 'circle-a': '*' } }),
  'bundles/waits/package.json': manifest('waits', { bundleDependencies: { 'nowhere-to-be-found': '^1.0.0' } }),
  'bundles/bad-config/package.json': manifest('bad-config'),
  'bundles/bad-config/configschema.json': { type: 'object', properties: { port: { type: 'integer' } }, required: ['port'] },
  'cfg/bad-config.json': { port: 'eighty' },
  'cfg/not-json.json': '{',
  'bundles/throws/package.json': manifest('throws'),
  'bundles/throws/extension.js': "module.exports = () => {\n  throw new Error('no camera found');\n};\n",
  'bundles/bad-schema/package.json': manifest('bad-schema'),
  'bundles/bad-schema/schemas/thing.json': '{ this is not JSON',
};

const expected: Record<string, { state: BundleView['state']; says: RegExp[] }> = {
  'no-package': { state: 'failed', says: [/package\.json/] },
  'not-json': { state: 'failed', says: [/package\.json/, /JSON/] },
  'no-nodecg': { state: 'failed', says: [/"?nodecg"?/] },
  'bad-graphic': { state: 'failed', says: [/graphics\[0\]/, /width/] },
  'circle-a': { state: 'failed', says: [/circle-a.*circle-b.*circle-a|circle-b.*circle-a.*circle-b/] },
  'circle-b': { state: 'failed', says: [/circle-a.*circle-b.*circle-a|circle-b.*circle-a.*circle-b/] },
  waits: { state: 'blocked', says: [/nowhere-to-be-found/] },
  'bad-config': { state: 'failed', says: [/cfg\/bad-config\.json/, /port must be integer/] },
  throws: { state: 'failed', says: [/no camera found/, /extension\.js/] },
};

test('[E50] every kind of broken bundle is named with file and reason, and the good one is on air', async ({ page }) => {
  const root = makeRoot(['live-score']);
  write(root, bad);
  const server = await Server.start({ root });
  const client = await WireClient.connect(server.url);
  try {
    const list = async (): Promise<BundleView[]> =>
      (await client.read('nodecg', 'bundle-views')).value as unknown as BundleView[];
    await expect.poll(async () => (await list()).filter(({ state }) => state === 'starting')).toEqual([]);
    const bundles = await list();
    for (const [name, { state, says }] of Object.entries(expected)) {
      const bundle = bundles.find((candidate) => candidate.name === name);
      expect(bundle, name).toMatchObject({ state });
      const text = bundle!.problems
        .map((problem) => [problem.file, problem.field, problem.message, problem.fix].join(' '))
        .join('\n');
      for (const pattern of says) expect(text, name).toMatch(pattern);
      expect(text).not.toContain(root);
    }
    expect(bundles.find(({ name }) => name === 'live-score')).toMatchObject({ state: 'running', problems: [] });
    expect(bundles.find(({ name }) => name === 'scoreboard')).toMatchObject({ state: 'running', problems: [] });

    // A schema that isn't JSON: the replicant works unvalidated, the bundle says so.
    await client.subscribe('bad-schema', 'thing', 'anything');
    expect(await client.set('bad-schema', 'thing', 'goes')).toMatchObject({ ok: true });
    await expect
      .poll(async () => JSON.stringify((await list()).find(({ name }) => name === 'bad-schema')))
      .toContain('schemas/thing.json');

    await page.goto(`${server.url}/bundles`);
    for (const name of Object.keys(expected)) await expect(page.getByRole('article', { name, exact: true })).toBeVisible();
    await page.goto(`${server.url}/bundles/live-score/graphics/bug.html`);
    await expect(page.locator('#bug')).toHaveText('0 - 0');
  } finally {
    client.close();
    await server.dispose();
  }
});
