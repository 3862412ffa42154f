import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestFolders, panelHtml, type TestFolders } from '../test-folders.ts';
import { parseManifest, type ParsedManifest } from './parse-manifest.ts';

let fixture: TestFolders;
beforeEach(async () => void (fixture = await createTestFolders()));
afterEach(() => fixture.destroy());

async function parse(nodecg: object, files: Record<string, string | object> = {}): Promise<ParsedManifest> {
  await fixture.bundle('show', nodecg, files);
  return parseManifest(join(fixture.bundlesDir, 'show'));
}

/** `field: message` of everything wrong. */
async function wrong(nodecg: object, files: Record<string, string | object> = {}): Promise<string[]> {
  const { problems, manifest } = await parse(nodecg, files);
  if (problems.some(({ severity }) => severity === 'error')) expect(manifest).toBeUndefined();
  return problems.map(({ severity, file, field, message }) => `${severity} ${file} ${field ?? ''}: ${message}`);
}

const panel = { name: 'p', title: 'P', file: 'p.html' };
const panelFiles = { 'dashboard/p.html': panelHtml };

describe('a good manifest', () => {
  it("[B2.1] gives panels NodeCG's defaults", async () => {
    const { manifest, problems } = await parse(
      {
        dashboardPanels: [
          { ...panel, workspace: 'Run Modifications' },
          { ...panel, name: 'q' },
        ],
      },
      panelFiles,
    );
    expect(problems).toEqual([]);
    const defaults = {
      width: 1,
      headerColor: '#525F78',
      fullbleed: false,
      dialog: false,
      dialogButtons: [],
      file: 'p.html',
      url: '/bundles/show/dashboard/p.html',
    };
    expect(manifest?.panels).toEqual([
      { name: 'p', title: 'P', workspace: 'run modifications', ...defaults },
      { name: 'q', title: 'P', workspace: 'default', ...defaults },
    ]);
  });

  it('[B2.2] reads graphics, with the address as browsers report it', async () => {
    const graphics = [{ file: './lower third.html', width: '1920', height: 1080, singleInstance: true }];
    const { manifest } = await parse({ graphics }, { 'graphics/lower third.html': 'x' });
    expect(manifest?.graphics).toEqual([
      {
        file: 'lower third.html',
        title: 'lower third',
        width: 1920,
        height: 1080,
        singleInstance: true,
        url: '/bundles/show/graphics/lower%20third.html',
      },
    ]);
  });

  it('[B2.3][C103][C104] strips slashes of mount endpoints, clamps volumes, makes cues assignable', async () => {
    const { manifest } = await parse(
      {
        mount: [
          { directory: 'dist', endpoint: 'static/' },
          { directory: 'dist', endpoint: '' },
        ],
        soundCues: [
          { name: 'loud', defaultVolume: 130, defaultFile: 'a.mp3' },
          { name: 'quiet', defaultVolume: -1, assignable: false },
        ],
        assetCategories: [{ name: 'logos', title: 'Logos', allowedTypes: ['png'] }],
      },
      { 'dist/x': '', 'a.mp3': '' },
    );
    expect(manifest?.mounts.map(({ endpoint }) => endpoint)).toEqual(['static', '']);
    expect(manifest?.soundCues).toEqual([
      { name: 'loud', assignable: true, defaultVolume: 100, defaultFile: 'a.mp3' },
      { name: 'quiet', assignable: false, defaultVolume: 0 },
    ]);
    expect(manifest?.assetCategories).toEqual([{ name: 'logos', title: 'Logos', allowedTypes: ['png'] }]);
  });

  it('[B2.4][C102] tolerates a byte order mark before the doctype and in package.json', async () => {
    await fixture.bundle('show', {}, { 'dashboard/p.html': `\uFEFF${panelHtml}` });
    const manifest = { name: 'show', version: '1.0.0', nodecg: { compatibleRange: '*', dashboardPanels: [panel] } };
    await fixture.write('bundles/show/package.json', `\uFEFF${JSON.stringify(manifest)}`);
    expect((await parseManifest(join(fixture.bundlesDir, 'show'))).problems).toEqual([]);
  });

  it.each([
    ['extension.js', 'extension.js'],
    ['extension/index.js', 'extension/index.js'],
    ['extension.ts', 'extension.ts'],
    ['extension/index.mjs', 'extension/index.mjs'],
  ])('[B2.5] finds the extension in %s', async (file, entry) => {
    expect((await parse({}, { [file]: '' })).extensionEntry).toBe(join(fixture.bundlesDir, 'show', entry));
  });

  it('[B2.6][C106] loads a bundle out of range, with a warning', async () => {
    const { manifest, problems } = await parse({ compatibleRange: '^1.1.1' });
    expect(manifest?.compatibleRange).toBe('^1.1.1');
    expect(problems).toMatchObject([{ severity: 'warning', field: 'nodecg.compatibleRange' }]);
  });
});

describe('each error by file and field', () => {
  const cases: [string, object, Record<string, string>, string][] = [
    ['folder without field', {}, panelFiles, 'nodecg.dashboardPanels: There is a "dashboard" folder'],
    ['field without folder', { dashboardPanels: [] }, {}, 'nodecg.dashboardPanels: package.json has "nodecg.dashboardPanels"'],
    ['not a list', { dashboardPanels: {} }, panelFiles, 'nodecg.dashboardPanels: "dashboardPanels" must be a list'],
    [
      'missing property',
      { dashboardPanels: [{ name: 'p', file: 'p.html' }] },
      panelFiles,
      'nodecg.dashboardPanels[0].title: "title" is missing',
    ],
    ['duplicate panel', { dashboardPanels: [panel, panel] }, panelFiles, 'nodecg.dashboardPanels[1].name: Another panel'],
    [
      'missing panel file',
      { dashboardPanels: [{ ...panel, file: 'no.html' }] },
      panelFiles,
      'nodecg.dashboardPanels[0].file: Panel file "dashboard/no.html" does not exist',
    ],
    [
      'escaping panel file',
      { dashboardPanels: [{ ...panel, file: '../package.json' }] },
      panelFiles,
      'nodecg.dashboardPanels[0].file: Panel file "../package.json" leads out',
    ],
    [
      'no doctype',
      { dashboardPanels: [panel] },
      { 'dashboard/p.html': '<!-- <!DOCTYPE html> --><p>' },
      'nodecg.dashboardPanels[0].file: Panel file "dashboard/p.html" has no <!DOCTYPE>',
    ],
    [
      'dialog and workspace',
      { dashboardPanels: [{ ...panel, dialog: true, workspace: 'x' }] },
      panelFiles,
      'nodecg.dashboardPanels[0].workspace: A dialog',
    ],
    [
      'dialog and fullbleed',
      { dashboardPanels: [{ ...panel, dialog: true, fullbleed: true }] },
      panelFiles,
      'nodecg.dashboardPanels[0].fullbleed: A dialog',
    ],
    [
      'fullbleed and workspace',
      { dashboardPanels: [{ ...panel, fullbleed: true, workspace: 'x' }] },
      panelFiles,
      'nodecg.dashboardPanels[0].workspace: A "fullbleed"',
    ],
    [
      'fullbleed and width',
      { dashboardPanels: [{ ...panel, fullbleed: true, width: 3 }] },
      panelFiles,
      'nodecg.dashboardPanels[0].width: A "fullbleed"',
    ],
    [
      'reserved workspace',
      { dashboardPanels: [{ ...panel, workspace: '__NodeCG_x' }] },
      panelFiles,
      'nodecg.dashboardPanels[0].workspace: Workspace names',
    ],
    ['graphics folder without field', {}, { 'graphics/a.html': '' }, 'nodecg.graphics: There is a "graphics" folder'],
    ['graphics field without folder', { graphics: [] }, {}, 'nodecg.graphics: package.json has "nodecg.graphics"'],
    [
      'graphic size',
      { graphics: [{ file: 'a.html', width: 1 }] },
      { 'graphics/a.html': '' },
      'nodecg.graphics[0].height: "height" is missing',
    ],
    [
      'missing graphic file',
      { graphics: [{ file: 'b.html', width: 1, height: 1 }] },
      { 'graphics/a.html': '' },
      'nodecg.graphics[0].file: Graphic file "graphics/b.html" does not exist',
    ],
    [
      'same graphic twice',
      {
        graphics: [
          { file: 'a.html', width: 1, height: 1 },
          { file: './a.html', width: 1, height: 1 },
        ],
      },
      { 'graphics/a.html': '' },
      'nodecg.graphics[1].file: Another graphic',
    ],
    ['category without title', { assetCategories: [{ name: 'a' }] }, {}, 'nodecg.assetCategories[0].title: "title" is missing'],
    [
      'reserved category',
      { assetCategories: [{ name: 'Sounds', title: 'S' }] },
      {},
      'nodecg.assetCategories[0].name: The asset category "sounds" is reserved',
    ],
    [
      'allowed types',
      { assetCategories: [{ name: 'a', title: 'A', allowedTypes: 'png' }] },
      {},
      'nodecg.assetCategories[0].allowedTypes: "allowedTypes" must be a list',
    ],
    ['mount without endpoint', { mount: [{ directory: '.' }] }, {}, 'nodecg.mount[0].endpoint: "endpoint" is missing'],
    ['escaping mount', { mount: [{ directory: '../..', endpoint: 'x' }] }, {}, 'nodecg.mount[0].directory: "../.." leads out'],
    ['cue without name', { soundCues: [{}] }, {}, 'nodecg.soundCues[0].name: "name" is missing'],
    [
      'cue file',
      { soundCues: [{ name: 'a', defaultFile: 'no.mp3' }] },
      {},
      'nodecg.soundCues[0].defaultFile: Sound file "no.mp3" does not exist',
    ],
    [
      'dependency range',
      { bundleDependencies: { other: 'newest' } },
      {},
      'nodecg.bundleDependencies.other: "newest" is not a version range',
    ],
    ['two extensions', {}, { 'extension.js': '', 'extension/index.js': '' }, 'There is both "extension.js" and a folder'],
    ['a file named extension', {}, { extension: '' }, 'There is a file named "extension"'],
    ['extension without index', {}, { 'extension/other.js': '' }, 'The folder "extension" has no index.js'],
  ];
  it.each(cases)('[B2.7][C101] %s', async (_case, nodecg, files, expected) => {
    expect(await wrong(nodecg, files)).toEqual([expect.stringContaining(expected)]);
  });

  it('[B2.8][C101] names all of them at once, with their lines', async () => {
    await fixture.write(
      'bundles/show/package.json',
      '{\n\t"version": "1.0.0",\n\t"nodecg": {\n\t\t"graphics": [\n\t\t\t{ "file": "a.html" }\n\t\t],\n\t\t"mount": 3\n\t}\n}',
    );
    const { problems } = await parseManifest(join(fixture.bundlesDir, 'show'));
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ field, line }) => [field, line])).toEqual([
      ['name', undefined],
      ['nodecg.graphics', 4],
      ['nodecg.graphics[0].width', 5],
      ['nodecg.graphics[0].height', 5],
      ['nodecg.graphics[0].file', 5],
      ['nodecg.mount', 7],
    ]);
    expect(errors.every(({ file }) => file === 'package.json')).toBe(true);
  });

  it('[B2.9][C101] says where package.json is not JSON, and what a folder lacks', async () => {
    await fixture.write('bundles/show/package.json', '{\n  "name": "show",\n  "version": "1.0.0",,\n}');
    expect((await parseManifest(join(fixture.bundlesDir, 'show'))).problems).toMatchObject([
      { file: 'package.json', line: 3, message: expect.stringContaining('not valid JSON') as string },
    ]);
    await fixture.write('bundles/empty/readme.md', '');
    expect((await parseManifest(join(fixture.bundlesDir, 'empty'))).problems).toMatchObject([
      { message: 'This folder has no package.json' },
    ]);
    await fixture.write('bundles/plain/package.json', { name: 'plain' });
    expect((await parseManifest(join(fixture.bundlesDir, 'plain'))).problems).toMatchObject([{ field: 'nodecg' }]);
  });

  it('[B2.11] says what a misspelt key was meant to be, and how to write what is missing', async () => {
    const item = { ...panel, titel: 'P', title: undefined };
    const { problems } = await parse(
      { dashbordPanels: [], graphics: [item], other: 1 },
      { ...panelFiles, 'graphics/p.html': '' },
    );
    expect(problems.map(({ field, fix }) => `${field}: ${fix}`)).toEqual([
      'nodecg.dashbordPanels: Rename it to "dashboardPanels".',
      'nodecg.dashboardPanels: Rename "nodecg.dashbordPanels" to "nodecg.dashboardPanels".',
      'nodecg.graphics[0].titel: Rename it to "title".',
      'nodecg.graphics[0].width: Write it like "width": 1920.',
      'nodecg.graphics[0].height: Write it like "height": 1080.',
    ]);
    await fixture.write('bundles/cased/package.json', { name: 'cased', nodeCG: {} });
    expect((await parseManifest(join(fixture.bundlesDir, 'cased'))).problems).toMatchObject([
      {
        field: 'nodeCG',
        line: 3,
        message: expect.stringContaining('did you mean "nodecg"') as string,
        fix: 'Rename "nodeCG" to "nodecg".',
      },
    ]);
  });

  it('[B2.10] falls back where NodeCG does, with a warning', async () => {
    const { manifest, problems } = await parse(
      { dashboardPanels: [{ ...panel, width: 12, dialogButtons: [{ name: 'x', type: 'maybe' }] }] },
      panelFiles,
    );
    expect(manifest?.panels).toMatchObject([{ width: 1, dialogButtons: [] }]);
    expect(problems.map(({ severity, field }) => [severity, field])).toEqual([
      ['warning', 'nodecg.dashboardPanels[0].width'],
      ['warning', 'nodecg.dashboardPanels[0].dialogButtons[0].type'],
    ]);
  });
});
