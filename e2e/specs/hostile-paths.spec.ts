import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { makeRoot, Server } from '../fixtures/server.ts';

const planted = 'planted-secret-7f3a';
let server: Server;
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

test.beforeAll(async () => {
  const root = makeRoot(['live-score', 'api-lab', 'webhooks', 'sponsor-reel', 'jingle-box']);
  for (const file of [
    'secret.txt',
    'cfg/secret.txt',
    'bundles/secret.txt',
    'bundles/live-score/secret.txt',
    'assets/secret.txt',
  ]) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), planted);
  }
  const images = path.join(root, 'assets/sponsor-reel/anything');
  mkdirSync(images, { recursive: true });
  mkdirSync(path.join(root, 'node_modules/open'), { recursive: true });
  for (const folder of [
    'bundles/live-score/graphics',
    'bundles/live-score/dashboard',
    'bundles/api-lab/shared',
    'node_modules/open',
  ]) {
    symlinkSync(path.join(root, 'secret.txt'), path.join(root, folder, 'link.txt'));
    symlinkSync(root, path.join(root, folder, 'folder'));
  }
  symlinkSync(path.join(root, 'secret.txt'), path.join(images, 'link.png'));
  server = await Server.start({ root });
});
test.afterAll(async () => {
  agent.destroy();
  await server.dispose();
});

/** What serves files, each by an address below which files lie. */
const places = [
  ...['graphics', 'dashboard', 'shared', 'node_modules', 'bower_components', 'extension', ''].map(
    (area) => `/bundles/live-score/${area}`,
  ),
  '/bundles/api-lab/files',
  '/bundles/api-lab/shared',
  '/bundles',
  '/assets/sponsor-reel/anything',
  '/assets/sponsor-reel',
  '/assets',
  '/sound/jingle-box/bell',
  '/sound',
  '/node_modules/open',
  '/node_modules/soundjs',
  '/node_modules',
  '/socket.io',
];
/** What Next or an extension answers: each costs the rendering of a page. */
const slowPlaces = ['/dashboard/css', '/instance', '/_next/static', '/graphics', ''];

const ups = ['..', '%2e%2e', '.%2e', '%252e%252e', '%c0%ae%c0%ae', '%uff0e%uff0e', '..%00', '....', '..;', '%2e%2e%20'];
const slashes = ['/', '//', '%2f', '%5c', '\\', '%252f', '%255c', '%c0%af', '%ef%bc%8f', '%2f%2f'];
const targets = ['secret.txt', 'secret.txt%00.png', 'etc/passwd'];

function* escapes(): Generator<string> {
  for (const up of ups)
    for (const slash of slashes)
      for (const depth of [1, 3, 9]) {
        const target = depth === 9 ? 'etc/passwd' : (targets[depth % 2 === 0 ? 0 : (depth >> 1) % 2] ?? '');
        yield `${(up + slash).repeat(depth)}${target.replace('/', slash)}`;
      }
  yield* ['link.txt', 'link.png', 'folder/secret.txt', 'folder', 'folder/', 'folder/cfg/secret.txt', 'folder%2fsecret.txt'];
  yield* [
    '%2fetc%2fpasswd',
    '/etc/passwd',
    '//etc/passwd',
    'file:///etc/passwd',
    '%00',
    '%0d%0aX-Injected:%201',
    '%',
    '%f',
    '%ff%fe',
  ];
  yield* [
    '.env',
    '.git/config',
    '.',
    '..',
    '%2e',
    'secret.txt::$DATA',
    'secret.txt.',
    'C:%5csecret.txt',
    `${'a/'.repeat(2_000)}x`,
  ];
}

type Answer = { status: number; body: string; headers: http.IncomingHttpHeaders };
/** The server closed the connection while we were still sending. */
const noAnswer: Answer = { status: 0, body: '', headers: {} };

function ask(rawPath: string, method = 'GET', body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers =
      body === '' ? {} : { 'content-type': 'multipart/form-data; boundary=b', 'content-length': Buffer.byteLength(body) };
    const request = http.request({ host: '127.0.0.1', port: server.port, path: rawPath, method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject).on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('latin1'), headers: response.headers }),
      );
    });
    request.on('error', reject).end(body);
  });
}

/**
 * What is wrong with an answer. Plain comparisons, and one `expect` for all: Playwright records each `expect` as a step of the report, and
 * tens of thousands of them take longer than the requests.
 */
function faultsOf(address: string, { status, body, headers }: Answer): string[] {
  return [
    ...(body.includes(planted) || body.includes('root:x:0') ? [`${address} leads out`] : []),
    ...(body.includes(server.root) ? [`${address} tells where files lie`] : []),
    ...('x-injected' in headers ? [`${address} sets a header`] : []),
    ...(status >= 500 && status !== 503 ? [`${address} answers ${status}`] : []),
  ];
}

/** Everything but the database. */
function listing(dir = server.root, below = ''): string[] {
  return readdirSync(path.join(dir, below), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(below, entry.name);
    if (name === 'data' || name === 'logs') return [];
    return entry.isDirectory() ? listing(dir, name) : [name];
  });
}

test('[E493] no address of any file route leads out of its folder', async () => {
  test.setTimeout(180_000);
  const corpus = [...escapes()];
  const faults: string[] = [];
  let asked = 0;
  const next = [
    ...places.flatMap((place) => corpus.map((escape) => `${place}/${escape}`)),
    ...slowPlaces.flatMap((place) => corpus.filter((_, index) => index % 17 === 0).map((escape) => `${place}/${escape}`)),
  ];
  const work = next.values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const address of work) {
        faults.push(...faultsOf(address, await ask(address)));
        asked += 1;
      }
    }),
  );
  expect(faults).toEqual([]);
  expect(asked).toBeGreaterThan(5_000);
  expect(await server.isReady()).toBe(true);
  // And what is there is served.
  for (const address of ['/bundles/live-score/graphics/bug.html', '/bundles/api-lab/files/worker.js', '/api.js'])
    expect((await ask(address)).status, address).toBe(200);
});

test('[E494] nothing is written or deleted outside of a category of assets', async () => {
  test.setTimeout(120_000);
  const before = listing();
  const faults: string[] = [];
  const form = (name: string) =>
    `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n`;
  for (const escape of escapes()) {
    const deletion = `/assets/sponsor-reel/anything/${escape}`;
    faults.push(...faultsOf(deletion, await ask(deletion, 'DELETE')));
    const folder = `/assets/sponsor-reel/${escape}`;
    faults.push(...faultsOf(folder, await ask(folder, 'POST', form('up.png')).catch(() => noAnswer)));
  }
  for (const name of [
    '../up.png',
    '..\\up.png',
    '../../../up.png',
    '/tmp/up.png',
    'a/../../up.png',
    '.up.png',
    'up.png\0.txt',
    '..',
    '',
  ])
    faults.push(...faultsOf(name, await ask('/assets/sponsor-reel/anything', 'POST', form(name)).catch(() => noAnswer)));
  expect(faults).toEqual([]);
  const after = listing();
  // A file may have been taken by its last name, into the category; the link in it may be gone.
  const inside = (name: string) => name.startsWith('assets/sponsor-reel/anything/');
  expect(after.filter((name) => !inside(name))).toEqual(before.filter((name) => !inside(name)));
  expect(existsSync('/tmp/up.png')).toBe(false);
  expect(
    after
      .filter(inside)
      .map((name) => path.basename(name))
      .filter((name) => !/^(link|up)\.png$/.test(name)),
  ).toEqual([]);
});

/** Bytes as they are; what came back until the other side closed, or answered that many times. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(server.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1'))).on('error', () => undefined);
    socket.on('close', () => resolve(text));
    socket.write(bytes);
  });
}

test('[E495] a request that can be read in two ways is refused, or means one thing', async () => {
  const host = `Host: 127.0.0.1:${server.port}`;
  const end = 'Connection: close\r\n\r\n';
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
  const refused = [
    `POST / HTTP/1.1\r\n${host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    `POST / HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`,
    `POST / HTTP/1.1\r\n${host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
    `POST / HTTP/1.1\r\n${host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab${smuggled}`,
    `POST / HTTP/1.1\r\n${host}\r\nContent-Length: +1\r\n\r\na${smuggled}`,
    `GET / HTTP/1.1\r\n${host}\r\n${host}\r\n${end}`,
    `GET / HTTP/1.1\r\n${host}\r\nHost: rebound.example\r\n${end}`,
    `GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n${end}`,
    `GET / HTTP/1.1\r\n${end}`,
    `GET /health HTTP/1.1\r\n${host}\r\nX-Split: a\rInjected: b\r\n${end}`,
    `GET /health HTTP/1.1\n${host}\n X-Folded: 1\nContent-Length: 5\n\n`,
    `GET http://rebound.example/health HTTP/1.1\r\n${host}\r\n${end}`,
    `GET http://rebound.example/health HTTP/1.1\r\nHost: rebound.example\r\n${end}`,
    `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${host}\r\n\r\n`,
    `TRACE / HTTP/1.1\r\n${host}\r\nCookie: a=b\r\n${end}`,
  ];
  for (const bytes of refused) {
    const answer = (await send(bytes)).slice(0, 400);
    expect(answer, JSON.stringify(bytes)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    expect(answer, JSON.stringify(bytes)).not.toMatch(/HTTP\/1\.1 200|smuggled/);
  }
  const absolute = await send(`GET http://127.0.0.1:${server.port}/health HTTP/1.1\r\n${host}\r\n${end}`);
  expect(absolute).toMatch(/^HTTP\/1\.1 200 /);
});
