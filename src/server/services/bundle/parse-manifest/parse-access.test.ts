import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestFolders, panelHtml, type TestFolders } from '../test-folders.ts';
import { parseManifest } from './parse-manifest.ts';

let fixture: TestFolders;
beforeEach(async () => void (fixture = await createTestFolders()));
afterEach(() => fixture.destroy());

async function parse(own: unknown) {
  const panel = { name: 'p', title: 'P', file: 'p.html', width: 1 };
  await fixture.write('bundles/show/dashboard/p.html', panelHtml);
  await fixture.write('bundles/show/package.json', {
    name: 'show',
    version: '1.0.0',
    nodecg: { compatibleRange: '*', dashboardPanels: [panel] },
    'nodecg-next': own,
  });
  return parseManifest(join(fixture.bundlesDir, 'show'));
}

describe('what a manifest asks of who uses the bundle', () => {
  it('[Z5] is read as it is written', async () => {
    const access = {
      bundle: { write: 'OPERATOR' },
      panels: { p: { read: 'ADMIN' } },
      messages: { 'cue*': { write: 'ADMIN' } },
      replicants: { secret: { read: 'ADMIN' } },
      public: ['/hooks/*'],
    };
    const { manifest, problems } = await parse({ access });
    expect(problems).toEqual([]);
    expect(manifest?.access).toEqual(access);
  });

  it.each([
    [3, 'nodecg-next'],
    [{ acess: {} }, 'nodecg-next.acess'],
    [{ access: [] }, 'nodecg-next.access'],
    [{ access: { panel: {} } }, 'nodecg-next.access'],
    [{ access: { panels: { p: { read: 'admin' } } } }, 'nodecg-next.access.panels.p.read'],
    [{ access: { panels: { p: { write: 'ADMIN' } } } }, 'nodecg-next.access.panels.p'],
    [{ access: { panels: { q: { read: 'ADMIN' } } } }, 'nodecg-next.access.panels.q'],
    [{ access: { replicants: { x: { reed: 'ADMIN' } } } }, 'nodecg-next.access.replicants.x'],
    [{ access: { public: ['hooks'] } }, 'nodecg-next.access.public[0]'],
    [{ access: { public: ['/*'] } }, 'nodecg-next.access.public[0]'],
    [{ access: { public: ['/a/../b'] } }, 'nodecg-next.access.public[0]'],
  ])('[Z10] %j is an error of the bundle', async (own, field) => {
    const { manifest, problems } = await parse(own);
    expect(problems.map((problem) => [problem.severity, problem.file, problem.field])).toEqual([
      ['error', 'package.json', field],
    ]);
    expect(manifest).toBeUndefined();
  });
});
