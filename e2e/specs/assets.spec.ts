import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import type { AssetCollection, AssetRecord } from '../../src/contract/asset.ts';
import type { WireClient } from '../fixtures/client.ts';
import { card, editFile, expectNoSidewaysScroll, open, seriousViolations } from '../fixtures/dashboard.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Server } from '../fixtures/server.ts';

test.use({ bundles: ['sponsor-reel'] });

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="teal"/></svg>';

function upload(
  server: Server,
  target: string,
  files: Record<string, string | Uint8Array<ArrayBuffer>>,
  field = 'file',
): Promise<Response> {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append(field, new Blob([content]), name);
  return fetch(`${server.url}/assets/${target}`, { method: 'POST', body: form });
}

/** Sends the path as it is: fetch() would tidy it up first. */
function raw(
  server: Server,
  method: string,
  rawPath: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, method, path: rawPath, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

async function recordsOf(client: WireClient, category: string): Promise<AssetRecord[]> {
  return ((await client.read('sponsor-reel', `assets:${category}`)).value ?? []) as AssetRecord[];
}

async function namesOf(client: WireClient, category: string): Promise<string[]> {
  return (await recordsOf(client, category)).map(({ base }) => base);
}

const folderOf = (server: Server, category: string) => path.join(server.root, 'assets/sponsor-reel', category);

test('[E280] [C89] files that lie there, or are put there by anybody, are in the replicants in NodeCG’s shape', async ({
  server,
  connect,
}) => {
  const client = await connect();
  const folder = folderOf(server, 'logos');
  writeFileSync(path.join(folder, 'Straße 5%.PNG'), 'one');
  await expect
    .poll(() => recordsOf(client, 'logos'))
    .toEqual([
      {
        sum: createHash('sha1').update('one').digest('hex'),
        base: 'Straße 5%.PNG',
        ext: '.PNG',
        name: 'Straße 5%',
        namespace: 'sponsor-reel',
        category: 'logos',
        url: `/assets/sponsor-reel/logos/${encodeURIComponent('Straße 5%.PNG')}`,
      },
    ]);
  writeFileSync(path.join(folder, 'notes.txt'), 'not a logo');
  writeFileSync(path.join(folder, '.DS_Store'), 'hidden');
  writeFileSync(path.join(folder, 'b.svg'), svg);
  await expect.poll(() => namesOf(client, 'logos')).toEqual(['b.svg', 'Straße 5%.PNG']);
  rmSync(path.join(folder, 'Straße 5%.PNG'));
  await expect.poll(() => namesOf(client, 'logos')).toEqual(['b.svg']);
  expect((await client.read('_assets', 'collections')).value as AssetCollection[]).toEqual([
    {
      name: 'sponsor-reel',
      categories: [
        { name: 'sounds', title: 'Sounds', allowedTypes: ['mp3', 'ogg'] },
        { name: 'logos', title: 'Sponsor logos', allowedTypes: ['png', 'jpg', 'svg'] },
        { name: 'films', title: 'Films', allowedTypes: ['mp4', 'webm'] },
        { name: 'anything', title: 'Anything' },
      ],
    },
  ]);
  // After a restart the list is there with the first answer: what rotates on air never sees it empty.
  await server.stop();
  await server.start();
  const back = await connect();
  expect(await back.subscribe('sponsor-reel', 'assets:logos', [])).toMatchObject({
    state: { kind: 'snapshot', value: [{ base: 'b.svg' }] },
  });
});

test('[E281] [C90] [C91] an upload is read back by its URL, and a second one of its name replaces it', async ({
  server,
  connect,
}) => {
  const client = await connect();
  for (const content of [svg, `${svg}<!-- second -->`]) {
    const answer = await upload(server, 'sponsor-reel/logos', { '#twitter_banner.svg': content });
    expect([answer.status, await answer.text()]).toEqual([200, 'Success']);
    const records = await recordsOf(client, 'logos');
    expect(records).toMatchObject([{ base: '#twitter_banner.svg', sum: createHash('sha1').update(content).digest('hex') }]);
    const read = await fetch(server.url + (records[0]?.url ?? ''));
    expect(await read.text()).toBe(content);
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
    expect(read.headers.get('content-security-policy')).toContain('sandbox');
  }
  const url = `${server.url}/assets/sponsor-reel/logos/%23twitter_banner.svg`;
  const part = await fetch(url, { headers: { range: 'bytes=1-3' } });
  expect([part.status, await part.text()]).toEqual([206, 'svg']);
  const head = await fetch(url, { method: 'HEAD' });
  expect(head.headers.get('content-type')).toBe('image/svg+xml');
  expect((await raw(server, 'GET', new URL(url).pathname, { 'if-none-match': head.headers.get('etag') ?? '' })).status).toBe(304);
  expect((await fetch(`${server.url}/assets/sponsor-reel/logos/missing.svg`)).status).toBe(404);
});

test('[E282] [C92] DELETE takes away that file and its record; a missing one is 410, an unknown category 404', async ({
  server,
  connect,
}) => {
  const client = await connect();
  await upload(server, 'sponsor-reel/anything', { 'keep.txt': 'a', 'go.txt': 'b' });
  const remove = (target: string) => fetch(`${server.url}/assets/${target}`, { method: 'DELETE' });
  expect((await remove('sponsor-reel/anything/go.txt')).status).toBe(200);
  expect(await namesOf(client, 'anything')).toEqual(['keep.txt']);
  expect(readdirSync(folderOf(server, 'anything'))).toEqual(['keep.txt']);
  expect((await remove('sponsor-reel/anything/go.txt')).status).toBe(410);
  expect((await remove('sponsor-reel/nothing/go.txt')).status).toBe(404);
});

test('[E283] [A9.3] [A9.4] [C78] no way of reading, sending or deleting leads out of a category', async ({ server }) => {
  const victim = path.join(server.root, 'victim.txt');
  writeFileSync(victim, 'still here');
  symlinkSync(victim, path.join(folderOf(server, 'anything'), 'leak.txt'));
  const escapes = [
    '..%2f..%2f..%2fvictim.txt',
    '..%5c..%5c..%5cvictim.txt',
    '../../../victim.txt',
    '%2e%2e/%2e%2e/%2e%2e/victim.txt',
    '..%252f..%252f..%252fvictim.txt',
    'victim.txt%00.png',
    'leak.txt',
  ];
  for (const escape of escapes) {
    const read = await raw(server, 'GET', `/assets/sponsor-reel/anything/${escape}`);
    expect([400, 404], escape).toContain(read.status);
    expect(read.body).not.toContain('still here');
    await raw(server, 'DELETE', `/assets/sponsor-reel/anything/${escape}`);
  }
  for (const target of ['..%2f/cfg', 'sponsor-reel/..%2f..%2fcfg', 'other/logos', 'sponsor-reel/new'])
    expect((await upload(server, target, { 'evil.js': 'x' })).status, target).toBe(404);
  expect((await upload(server, 'sponsor-reel/anything', { '../../../victim.txt': 'overwritten' })).status).toBe(200);
  for (const name of ['..%2f..%2fvictim.txt', '.hidden', 'con.txt', `${'a'.repeat(252)}.txt`, 'end.'])
    expect((await upload(server, 'sponsor-reel/anything', { [name]: 'x' })).status, name).toBe(400);
  expect(readFileSync(victim, 'utf8')).toBe('still here');
  expect(existsSync(path.join(server.root, 'assets/other'))).toBe(false);
  expect(existsSync(path.join(server.root, 'assets/sponsor-reel/new'))).toBe(false);
  expect(readdirSync(path.join(server.root, 'cfg'))).toEqual([]);
});

test('[E284] [A9.5] [A9.6] a category’s types hold on the server; without types it takes every file', async ({
  server,
  connect,
}) => {
  const client = await connect();
  const refused = await upload(server, 'sponsor-reel/logos', { 'fine.PNG': 'x', 'page.html': '<script>1</script>' });
  expect(refused.status).toBe(415);
  expect(await refused.text()).toContain('PNG, JPG, SVG');
  // All or none.
  expect(readdirSync(folderOf(server, 'logos'))).toEqual([]);
  expect((await upload(server, 'sponsor-reel/anything', { 'page.html': 'x', noextension: 'y' })).status).toBe(200);
  expect(await namesOf(client, 'anything')).toEqual(['noextension', 'page.html']);
});

test('[E285] a form that is none, has no file, or is cut off leaves nothing behind', async ({ server }) => {
  const plain = await fetch(`${server.url}/assets/sponsor-reel/anything`, { method: 'POST', body: 'x' });
  expect(plain.status).toBe(400);
  expect((await upload(server, 'sponsor-reel/anything', {})).status).toBe(400);
  expect((await upload(server, 'sponsor-reel/anything', { 'a.txt': 'x' }, 'datei')).status).toBe(400);
  const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`${index}.txt`, 'x']));
  expect((await upload(server, 'sponsor-reel/anything', many)).status).toBe(400);
  const boundary = 'cut';
  const cut = request({
    host: '127.0.0.1',
    port: server.port,
    method: 'POST',
    path: '/assets/sponsor-reel/anything',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': 1_000_000 },
  }).on('error', () => undefined);
  cut.write(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="half.txt"\r\n\r\n${'x'.repeat(100_000)}`);
  await expect.poll(() => readdirSync(folderOf(server, 'anything')).length).toBe(1);
  cut.destroy();
  await expect.poll(() => readdirSync(folderOf(server, 'anything'))).toEqual([]);
});

test.describe(() => {
  test.use({ env: { ASSET_MAX_MB: '1', ROLES: 'gateway' } });
  test('[E286] a file over the limit is 413; of two uploads of one name one wins whole', async ({ server, connect }) => {
    const client = await connect();
    expect((await upload(server, 'sponsor-reel/anything', { 'big.bin': 'x'.repeat(1_100_000) })).status).toBe(413);
    expect(readdirSync(folderOf(server, 'anything'))).toEqual([]);
    const contents = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(900_000));
    await Promise.all(contents.map((content) => upload(server, 'sponsor-reel/anything', { 'same.bin': content })));
    const won = await (await fetch(`${server.url}/assets/sponsor-reel/anything/same.bin`)).text();
    expect(contents).toContain(won);
    await expect
      .poll(() => recordsOf(client, 'anything'))
      .toMatchObject([{ base: 'same.bin', sum: createHash('sha1').update(won).digest('hex') }]);
  });
});

test('[E287] nobody but the server writes what it keeps of assets', async ({ server, connect }) => {
  const client = await connect();
  await upload(server, 'sponsor-reel/anything', { 'a.txt': 'x' });
  for (const [namespace, name] of [
    ['sponsor-reel', 'assets:anything'],
    ['_assets', 'collections'],
    ['nodecg', 'assets'],
  ] as const) {
    const { revision } = await client.read(namespace, name);
    expect(await client.set(namespace, name, [], revision)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  }
  expect(await namesOf(client, 'anything')).toEqual(['a.txt']);
});

test('[E288] categories follow the manifest while the server runs', async ({ server, connect }) => {
  const client = await connect();
  mkdirSync(path.join(server.root, 'assets/sponsor-reel/maps'), { recursive: true });
  writeFileSync(path.join(server.root, 'assets/sponsor-reel/maps/a.json'), '{}');
  editFile(server, 'bundles/sponsor-reel/package.json', (text) =>
    text.replace('{ "name": "films"', '{ "name": "maps", "title": "Maps", "allowedTypes": ["json"] }, { "name": "films"'),
  );
  await expect.poll(() => namesOf(client, 'maps').catch(() => [])).toEqual(['a.json']);
  editFile(server, 'bundles/sponsor-reel/package.json', (text) => text.replace(/\{ "name": "maps".*?\}, /, ''));
  await expect.poll(async () => (await upload(server, 'sponsor-reel/maps', { 'b.json': '{}' })).status).toBe(404);
});

test('[E289] an uploaded SVG shows in an image and can’t act in the dashboard’s name', async ({ server, page }) => {
  const evil = svg.replace(
    '</svg>',
    '<script>document.documentElement.setAttribute("data-ran", document.cookie || "ran")</script></svg>',
  );
  await upload(server, 'sponsor-reel/logos', { 'evil.svg': evil });
  await page.goto(`${server.url}/assets/sponsor-reel/logos/evil.svg`);
  expect(await page.evaluate(() => document.documentElement.getAttribute('data-ran'))).toBe(null);
  await page.goto(`${server.url}/bundles/sponsor-reel/graphics/reel.html`);
  await expect.poll(() => page.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(40);
});

test('[E290] [C92] the page adds, refuses with the reason, shows others’ uploads live, and deletes after asking', async ({
  server,
  page,
}) => {
  await page.goto(`${server.url}/#assets`);
  await expect(page).toHaveURL(/\/assets$/);
  const reel = card(page, 'sponsor-reel');
  const logos = reel.getByRole('region', { name: 'Sponsor logos' });
  await expect(logos.getByText('Nothing in “Sponsor logos” yet')).toBeVisible();
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  await logos
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      { name: 'acme.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) },
      { name: 'globex.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) },
      { name: 'contract.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('x') },
    ]);
  await expect(logos.getByRole('group', { name: 'acme.svg' })).toBeVisible();
  await expect(logos.getByRole('group', { name: 'globex.svg' })).toBeVisible();
  await expect(logos.getByRole('alert')).toHaveText('Only PNG, JPG, SVG can be added here.');
  await logos.getByRole('button', { name: 'Dismiss contract.docx' }).click();
  const globex = logos.getByRole('group', { name: 'globex.svg' });
  await globex.locator('input[type=file]').setInputFiles({ name: 'globex.png', mimeType: 'image/png', buffer: Buffer.from('x') });
  await expect(logos.getByRole('alert')).toHaveText('Only SVG can be added here.');
  await logos.getByRole('button', { name: 'Dismiss globex.svg' }).click();
  await upload(server, 'sponsor-reel/logos', { 'other.svg': svg });
  await expect(logos.getByRole('group', { name: 'other.svg' })).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await logos.getByRole('checkbox', { name: 'Select acme.svg' }).check();
  await logos.getByRole('checkbox', { name: 'Select other.svg' }).check();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog')).toContainText('Delete 2 files?');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(logos.getByRole('group')).toHaveCount(1);
  expect(readdirSync(folderOf(server, 'logos'))).toEqual(['globex.svg']);
});

test('[E291] files are dropped on a category; nothing scrolls sideways on a phone', async ({ server, page }) => {
  await open(server, page, '/assets');
  const anything = page.getByRole('region', { name: 'Anything' });
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['dropped'], 'a name that is much longer than any phone is wide, with words and words.txt'));
    return transfer;
  });
  await anything.dispatchEvent('dragenter', { dataTransfer: data });
  await expect(page.getByText('Drop into Anything')).toBeVisible();
  await anything.dispatchEvent('drop', { dataTransfer: data });
  await expect(anything.getByRole('group')).toHaveCount(1);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  if (process.env.SHOTS) {
    await upload(server, 'sponsor-reel/logos', { 'acme.svg': svg, 'globex.svg': svg.replace('teal', 'orange') });
    await upload(server, 'sponsor-reel/sounds', { 'applause.mp3': 'x' });
    await upload(server, 'sponsor-reel/films', { 'intro.mp4': 'x' });
    await expect(page.getByRole('group', { name: 'intro.mp4' })).toBeVisible();
    await page.screenshot({ path: `${process.env.SHOTS}/390.png` });
    await page.setViewportSize({ width: 1440, height: 1000 });
    await page.getByRole('checkbox', { name: 'Select acme.svg' }).check();
    await page.screenshot({ path: `${process.env.SHOTS}/1440.png` });
  }
});
