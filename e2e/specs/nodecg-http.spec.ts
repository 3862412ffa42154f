import http from 'node:http';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesOnTheWire } from '../fixtures/on-the-wire.ts';
import { expect, test } from '../fixtures/test.ts';
import { panelCard } from '../fixtures/dashboard.ts';
import type { Server } from '../fixtures/server.ts';

test.use({ bundles: ['stage'] });

type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string };

/** As it is in the request line: fetch and browsers would tidy the path up. */
function ask(server: Server, rawPath: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: server.port, path: rawPath, headers, method, agent: false });
    request.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    request.end();
  });
}

function put(server: Server, file: string, text: string): void {
  const absolute = path.join(server.root, file);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

test('[E240] a graphic has NodeCG’s globals before its own first script, from NodeCG’s scripts, in less than 30 KB', async ({
  server,
  page,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${server.url}/bundles/stage/graphics/index.html`);
  expect(await page.evaluate('seen')).toEqual({
    io: 'function',
    socket: 'object',
    NodeCG: 'function',
    nodecg: 'object',
    config: 'object',
  });
  const scripts = await page.evaluate(() => [...document.scripts].map(({ src }) => new URL(src || 'http://x/inline').pathname));
  const own = ['/inline', '/socket.io/socket.io.js', '/socket.js', '/api.js', '/inline', '/client_registration.js', '/inline'];
  expect(scripts).toEqual(own);
  await expect(page).toHaveTitle('stage');
  const loaded = own.filter((src) => src !== '/inline');
  expect(await bytesOnTheWire(loaded.map((src) => server.url + src))).toBeLessThan(30 * 1024);
  for (const { headers } of await Promise.all(loaded.map((src) => ask(server, src)))) {
    expect(headers['content-type']).toMatch(/javascript/);
    expect(headers.etag).toBeTruthy();
  }
  expect(errors).toEqual([]);
});

test('[E241] scripts are not sent again while they are the same', async ({ server }) => {
  for (const script of ['/api.js', '/socket.js', '/socket.io/socket.io.js', '/client_registration.js', '/dialog_opener.js']) {
    const { headers } = await ask(server, script);
    expect((await ask(server, script, { 'if-none-match': headers.etag })).status, script).toBe(304);
  }
});

test('[E371] Socket.IO’s script has NodeCG’s two names, and Socket.IO itself answers below them', async ({ server, page }) => {
  const [script, small] = await Promise.all(
    ['/socket.io/socket.io.js', '/socket.io/socket.io.min.js'].map((at) => ask(server, at)),
  );
  expect([small?.status, small?.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
  expect(small?.body).toBe(script?.body);
  expect((await ask(server, '/socket.io/?EIO=4&transport=polling')).body).toMatch(/^0\{"sid"/);
  await page.goto(`${server.url}/health`);
  await page.addScriptTag({ url: '/socket.io/socket.io.min.js' });
  expect(await page.evaluate('typeof io')).toBe('function');
});

test('[E242] [C79] a panel borrows the dashboard’s NodeCG and socket and has NodeCG’s look', async ({ server, page }) => {
  const { body } = await ask(server, '/bundles/stage/dashboard/cues.html');
  expect(body).toContain('<link rel="stylesheet" href="/dashboard/css/panel-and-dialog-defaults.css">');
  expect(body).toContain('<link rel="stylesheet" href="/dashboard/css/panel-defaults.css">');
  expect(body).toContain('<script async src="/dialog_opener.js"></script>');
  await page.goto(`${server.url}/dashboard/`);
  const frame = page.frameLocator('iframe[title="Stage cues"]');
  await expect(frame.locator('#cues')).toHaveText('cues of stage');
  const borrowed = await frame.locator('body').evaluate(() => {
    const here = globalThis as unknown as { NodeCG: unknown; socket: unknown; top: { NodeCG: unknown; socket: unknown } };
    return here.NodeCG === here.top.NodeCG && here.socket === here.top.socket;
  });
  expect(borrowed).toBe(true);
});

test('[E243] [C80] a standalone panel loads its own API and socket', async ({ server, page }) => {
  const { body } = await ask(server, '/bundles/stage/dashboard/cues.html?standalone=true');
  expect(body).toContain('<script src="/socket.js"></script><script src="/api.js"></script>');
  for (const search of ['?standalone=true', '']) {
    await page.goto(`${server.url}/bundles/stage/dashboard/cues.html${search}`);
    await expect(page.locator('#cues')).toHaveText('cues of stage');
    await expect(page).toHaveTitle('stage');
  }
});

test('[E244] [C74] files of bundles come byte by byte: packages plain, scoped and deep, bower, shared, mounts', async ({
  server,
}) => {
  const text = (file: string) => `// ${file} \u00e9\r\n`;
  const files = [
    'node_modules/plain/index.js',
    'node_modules/@scope/pack/index.js',
    'node_modules/plain/node_modules/deep/lib/deep.js',
    'bower_components/old/old.html',
    'shared/deep/er/file.bin',
  ];
  for (const file of files) put(server, `bundles/stage/${file}`, text(file));
  for (const file of files) {
    const { status, body } = await ask(server, `/bundles/stage/${file}`);
    expect({ status, body }, file).toEqual({ status: 200, body: text(file) });
  }
  expect((await ask(server, '/bundles/stage/app/main.js')).body).toBe('built file\n');
  expect((await ask(server, '/bundles/stage/free.txt')).body).toBe('free file\n');
});

test('[E245] [C75] [C78] what isn’t there, isn’t public or leads upwards is 404', async ({ server }) => {
  put(server, 'secret.txt', 'hidden words');
  put(server, 'node_modules/tool/.env', 'hidden words');
  put(server, 'node_modules/tool/index.js', 'tool');
  symlinkSync(path.join(server.root, 'secret.txt'), path.join(server.root, 'node_modules/tool/link.js'));
  const areas = ['node_modules', 'bower_components', 'shared', 'graphics', 'dashboard', 'app'];
  const up = [
    '%5c..%5c..%5csecret.txt',
    '..%5c..%5c..%5c..%5csecret.txt',
    '..%2f..%2f..%2fsecret.txt',
    '%2e%2e/%2e%2e/%2e%2e/secret.txt',
    'a%00.js',
  ];
  const paths = [
    ...areas.flatMap((area) => [`/bundles/stage/${area}/missing.js`, `/bundles/nobody/${area}/a.js`]),
    ...areas.flatMap((area) => up.map((rest) => `/bundles/stage/${area}/${rest}`)),
    ...[
      'missing/a.js',
      'tool',
      'tool/',
      'tool/.env',
      'tool/link.js',
      '..%2fsecret.txt',
      '..%5csecret.txt',
      'tool/%2e%2e/%2e%2e/secret.txt',
      'next/package.json',
      'tool/a%00.js',
    ].map((rest) => `/node_modules/${rest}`),
    '/assets/stage/x/..%5c..%5c..%5csecret.txt',
    '/bundles/stage/package.json',
  ];
  for (const rawPath of paths) {
    const { status, body } = await ask(server, rawPath);
    expect(status, rawPath).toBe(404);
    expect(body).not.toContain('hidden words');
  }
  expect((await ask(server, '/node_modules/tool/index.js')).body).toBe('tool');
});

test('[E246] [C76] [C77] NodeCG’s addresses lead where NodeCG’s do while nobody has to sign in', async ({ server }) => {
  const lead = async (rawPath: string) => {
    const { status, headers } = await ask(server, rawPath);
    return [status, headers.location];
  };
  expect(await lead('/login')).toEqual([302, '/dashboard/']);
  expect(await lead('/login/')).toEqual([302, '/dashboard/']);
  expect(await lead('/logout')).toEqual([302, '/dashboard/']);
  expect(await lead('/dashboard')).toEqual([301, '/dashboard/']);
  expect(await lead('/dashboard?homescreen=true')).toEqual([301, '/dashboard/?homescreen=true']);
  expect(await lead('/bundles/stage/graphics')).toEqual([302, '/bundles/stage/graphics/']);
  expect((await ask(server, '/bundles/stage/graphics/')).body).toContain('<h1>Stage</h1>');
  const signIn = await fetch(`${server.url}/login/`);
  expect([signIn.status, signIn.url]).toEqual([200, `${server.url}/dashboard/`]);
  const evil = await ask(server, '/authError?code=token_invalidated&message=%3Cimg%20src=x%3E&viewUrl=https://evil.example/');
  expect(evil.body).toContain('&#60;img src=x&#62;');
  expect(evil.body).toContain('href="/dashboard/"');
  expect((await ask(server, '/authError?viewUrl=/%5cevil.example')).body).toContain('href="/dashboard/"');
  expect((await ask(server, '/authError?viewUrl=/bundles/stage/graphics/')).body).toContain('href="/bundles/stage/graphics/"');
});

test('[E247] [C81] pages of busy and killed instances have the API, and lead to this server’s graphics only', async ({
  server,
}) => {
  for (const kind of ['busy', 'killed']) {
    const instance = (pathname: string) => ask(server, `/instance/${kind}.html?pathname=${encodeURIComponent(pathname)}`);
    const { status, body } = await instance('/bundles/stage/graphics/only%20once.html?x=1');
    expect(status).toBe(200);
    expect(body).toContain('<script src="/socket.io/socket.io.js"></script>');
    expect(body).toContain('<script src="/api.js"></script>');
    expect(body).not.toContain('/client_registration.js');
    expect(body).toContain('/bundles/stage/graphics/only%20once.html?x=1');
    for (const evil of [
      'https://evil.example/bundles/a/graphics/',
      '//evil.example/bundles/a/graphics/',
      '/\\evil.example/bundles/a/graphics/',
      '/bundles/a/graphics/../../../logout',
      'javascript:alert(1)',
      '/dashboard/',
    ]) {
      const refused = await instance(evil);
      expect(refused.body, evil).not.toContain('evil');
      expect(refused.body, evil).not.toMatch(/location\.replace|href="/);
    }
    expect((await instance('/bundles/a/graphics/"><script>alert(1)</script>')).body).not.toContain('<script>alert(1)');
  }
});

test('[E248] [P11] the dashboard’s hash routes work at NodeCG’s address, and keep it', async ({ server, page }) => {
  await page.goto(`${server.url}/dashboard/`);
  await expect(panelCard(page, 'Stage cues')).toBeVisible();
  expect(page.url()).toBe(`${server.url}/dashboard/`);
  await page.evaluate(() => void (location.hash = '#workspace/Run Control'));
  await expect(panelCard(page, 'Stage plan')).toBeVisible();
  await expect(page.getByRole('link', { name: /Run control/ }).first()).toHaveAttribute('aria-current', 'page');
  await page.evaluate(() => void (location.hash = '#fullbleed/map'));
  await expect(page.frameLocator('iframe[title="Stage map"]:visible').locator('#map')).toHaveText('map of stage');
  await page.evaluate(() => void (location.hash = '#workspace/nobody knows'));
  await expect(panelCard(page, 'Stage cues')).toBeVisible();
  await page.evaluate(() => void (location.hash = '#graphics'));
  await expect(page.getByRole('heading', { level: 1, name: 'Graphics' })).toBeVisible();
  await page.goto(`${server.url}/dashboard/#workspace/run%20control`);
  await expect(panelCard(page, 'Stage plan')).toBeVisible();
});

test('[E249] static files answer HEAD, ranges and conditions', async ({ server }) => {
  put(server, 'bundles/stage/shared/ten.bin', '0123456789');
  const file = '/bundles/stage/shared/ten.bin';
  const whole = await ask(server, file);
  const { etag, 'last-modified': modified } = whole.headers;
  expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', 'content-length': '10' });
  const head = await ask(server, file, {}, 'HEAD');
  expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '10']);
  const part = await ask(server, file, { range: 'bytes=2-4' });
  expect([part.status, part.body, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
  expect((await ask(server, file, { range: 'bytes=-2' })).body).toBe('89');
  expect((await ask(server, file, { range: 'bytes=20-30' })).status).toBe(416);
  expect((await ask(server, file, { range: 'bytes=2-4', 'if-range': etag })).status).toBe(206);
  expect((await ask(server, file, { range: 'bytes=2-4', 'if-range': '"other"' })).status).toBe(200);
  expect((await ask(server, file, { 'if-none-match': etag })).status).toBe(304);
  expect((await ask(server, file, { 'if-modified-since': modified })).status).toBe(304);
  for (const own of ['/manifest.json', '/favicon.ico', '/service-worker.js'])
    expect((await ask(server, own)).status, own).toBe(200);
});
