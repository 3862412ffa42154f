import { mkdtemp, realpath, rm } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HealthCheck } from '#contract/health';
import { limits } from '#contract/limits';
import { serverActor } from '#contract/replicant';
import { createFrontDoor, type FrontDoor, type FrontDoorDeps } from './front-door.ts';
import { silentLog, startTestGateway } from './gateway/test-gateway.ts';
import { startTestVitals } from './health/test-vitals.ts';
import { createMemoryAuditAnchor } from '#adapters/memory/audit-anchor';
import { createMemoryAuditLog } from '#adapters/memory/audit-log';
import { createAccess } from './http/access.ts';
import { openTestGate, openTestLimits } from './http/door/test-gate.ts';
import { createInternalApi } from './http/internal.ts';
import { createReadiness, type ReadinessBoard } from './http/readiness.ts';
import { respondText } from './http/respond.ts';
import { createMemorySavedStates } from '#adapters/memory/saved-states';
import { createAuditService } from '#services/audit/index';
import { createAccessService } from '#services/access/index';
import { localAsker } from '#services/identity/index';
import { testIdentity } from '#services/identity/test-identity';
import { createLayoutService } from '#services/layout/index';
import { createSavedStateService } from '#services/saved-state/index';
import { createWebProxy, type WebProxy } from './http/web-proxy.ts';
import { serverFacts } from './server-facts.ts';

const secret = 'shared by web and gateway';

describe('front door', () => {
  let deps: FrontDoorDeps;
  let door: FrontDoor;
  let port: number;
  let gateway: Awaited<ReturnType<typeof startTestGateway>>;
  let readiness: ReadinessBoard;
  let web: WebProxy;
  let next: http.Server;
  let nextPort: number | undefined;
  let publicDir: string;
  let watched: ReturnType<typeof startTestVitals>;

  beforeEach(async () => {
    publicDir = await realpath(await mkdtemp(path.join(tmpdir(), 'public-')));
    gateway = await startTestGateway();
    watched = startTestVitals();
    readiness = createReadiness('1.0.0', ['database', 'gateway']);
    next = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end(`next ${request.url} for ${request.headers.host}${body}`));
    });
    await new Promise<void>((resolve) => next.listen(0, '127.0.0.1', resolve));
    nextPort = (next.address() as net.AddressInfo).port;
    web = createWebProxy({
      target: () => (nextPort === undefined ? undefined : { port: nextPort }),
      wasReady: () => true,
      log: silentLog,
    });
    const { replicants, graphics } = gateway;
    const { followers, followerCount } = gateway.gateway;
    const saved = createSavedStateService({ states: createMemorySavedStates(), replicants, now: Date.now });
    const layouts = createLayoutService({ replicants, now: Date.now });
    const about = () => serverFacts({ version: '1.0.0', host: '127.0.0.1', tls: undefined, databaseUrl: undefined }, undefined);
    const health = () => ({
      readiness: readiness.current(),
      durability: replicants.durability(),
      signs: watched.vitals.signs(),
    });
    const unknown = () => Promise.resolve({ ok: false as const, error: { code: 'unknown-bundle' as const, message: 'unknown' } });
    const { identity } = testIdentity({ mode: 'open' });
    const access = createAccessService({ now: Date.now });
    const bundles = { list: () => [], get: () => undefined, reload: unknown, enable: unknown, disable: unknown };
    deps = {
      access: createAccess(['https://show.example.com']),
      gate: openTestGate(),
      findBundle: () => undefined,
      readiness: () => readiness.current(),
      metrics: watched.metrics,
      publicDir,
      bundleFiles: (exchange) => Promise.resolve(respondText(exchange, 200, 'bundle file')),
      internal: createInternalApi({
        secret,
        log: silentLog,
        limits: openTestLimits(),
        services: () => ({
          replicants,
          graphics,
          bundles,
          saved,
          layouts,
          followers,
          followerCount,
          health,
          about,
          database: () => ({ url: 'postgresql://test' }),
          signIn: () => ({ sessionMs: 1_000, listsUsers: false }),
          identity,
          access,
          audit: createAuditService({
            log: createMemoryAuditLog(),
            anchor: createMemoryAuditAnchor(),
            now: Date.now,
            report: silentLog,
          }),
        }),
      }),
      web,
      hasSockets: () => false,
      log: silentLog,
    };
    door = createFrontDoor(deps);
    const listening = await door.listen('127.0.0.1', 0);
    if (!listening.ok) throw new Error(listening.error);
    port = listening.value.port;
  });
  afterEach(async () => {
    web.close();
    watched.stop();
    await door.close(0);
    await gateway.close();
    await new Promise((resolve) => next.close(resolve));
    await rm(publicDir, { recursive: true });
  });

  function call(
    rawPath: string,
    { method = 'GET', headers = {}, body }: { method?: string; headers?: http.OutgoingHttpHeaders; body?: string } = {},
  ) {
    return new Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }>((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port, path: rawPath, method, headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      request.on('error', reject);
      request.end(body);
    });
  }
  /** Everything answered to these very bytes until the connection is closed. */
  function say(bytes: string): Promise<string> {
    const socket = net.connect(port, '127.0.0.1');
    socket.write(bytes);
    return new Promise((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
    });
  }
  const asked = JSON.stringify({ asker: localAsker, origin: { address: '127.0.0.1', userAgent: 'test' } });
  const internal = (method: string, input: string, bearer = secret) => {
    const body = input.startsWith('{') ? `{"input":${input},"asked":${asked}}` : input;
    return call(`/internal/v1/${method}`, { method: 'POST', body, headers: { authorization: `Bearer ${bearer}` } });
  };

  it.each([
    'evil.example.com',
    'localhost/evil.example.com',
    'localhost\\evil.example.com',
    'localhost:80@evil.example.com',
    'evil.example.com:3000',
    '127.0.0.1.evil.example.com',
    '10.0.0.1',
    'localhost@evil.example.com',
  ])('refuses the host "%s"', async (host) => {
    const { status, text } = await call('/health', { headers: { host } });
    expect(status).toBe(403);
    expect(text).toContain('ALLOWED_ORIGINS');
  });

  it.each(['localhost', 'localhost:99', '127.0.0.1', '127.9.9.9:1', '[::1]:3000', 'obs.localhost', 'show.example.com'])(
    'accepts the host %s',
    async (host) => {
      expect((await call('/health', { headers: { host } })).status).toBe(200);
    },
  );

  it.each(['https://evil.example.com', 'null', 'http://127.0.0.1:1'])(
    'refuses changes from pages of %s, and lets them read nothing',
    async (origin) => {
      expect((await call('/api/trpc/x', { method: 'POST', headers: { origin } })).status).toBe(403);
      expect((await call('/health', { headers: { origin } })).headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('keeps other sites’ pages from changes also where they send no Origin', async () => {
    for (const site of ['cross-site', 'same-site'])
      expect((await call('/api/trpc/x', { method: 'POST', headers: { 'sec-fetch-site': site } })).status).toBe(403);
    for (const site of ['same-origin', 'none'])
      expect((await call('/api/trpc/x', { method: 'POST', headers: { 'sec-fetch-site': site } })).status).toBe(200);
    expect((await call('/workspaces/a', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200);
  });

  it('understands whole addresses in the request line', async () => {
    expect((await call('http://127.0.0.1/bundles/quiz/graphics/a.html')).text).toBe('bundle file');
    expect((await call('http://evil.example.com/bundles/quiz/graphics/a.html')).status).toBe(400);
    expect((await call('http://127.0.0.1?x=1')).text).toMatch(/^next \/\?x=1 for/);
  });

  it('refuses to become another protocol, and says so', async () => {
    expect(await say('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400.*Upgrade header/s,
    );
  });

  it('lets its own pages and ALLOWED_ORIGINS call', async () => {
    expect((await call('/api/x', { method: 'POST', headers: { origin: `http://127.0.0.1:${port}` } })).status).toBe(200);
    const preflight = await call('/api/x', { method: 'OPTIONS', headers: { origin: 'https://show.example.com' } });
    expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': 'https://show.example.com' } });
  });

  it('is ready when every check is ok', async () => {
    const states: HealthCheck['state'][] = ['starting', 'failing', 'ok'];
    readiness.set('gateway', 'ok');
    const answers = [];
    for (const state of states) {
      readiness.set('database', state);
      answers.push((await call('/ready')).status);
    }
    expect(answers).toEqual([503, 503, 200]);
    expect(JSON.parse((await call('/ready')).text)).toEqual({
      ready: true,
      version: '1.0.0',
      checks: [
        { name: 'database', state: 'ok' },
        { name: 'gateway', state: 'ok' },
      ],
    });
  });

  it('hands everything else to Next under the name that it was called by', async () => {
    expect((await call('/workspaces/a?b=c', { headers: { host: 'localhost:9' } })).text).toBe(
      'next /workspaces/a?b=c for localhost:9',
    );
    expect((await call('/bundles/quiz/graphics/a.html')).text).toBe('bundle file');
    expect((await call('/bundles/quiz/graphics/a.html', { method: 'POST' })).status).toBe(405);
  });

  it('says that the dashboard restarts, to people and programs, and is back at once', async () => {
    const known = nextPort;
    nextPort = undefined;
    const page = await call('/', { headers: { accept: 'text/html' } });
    expect(page).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(page.text).toContain('graphics and extensions are not affected');
    expect(JSON.parse((await call('/api/x')).text)).toMatchObject({ ok: false, error: { code: 'not-ready' } });
    nextPort = 1; // nobody listens
    expect((await call('/', { headers: { accept: 'text/html' } })).status).toBe(503);
    nextPort = known;
    expect((await call('/')).status).toBe(200);
  });

  it('limits bodies, with and without a length', async () => {
    const body = 'x'.repeat(limits.frameBytes + 1);
    await expect(call('/api/x', { method: 'POST', body }).then(({ status }) => status)).resolves.toBe(413);
    expect((await internal('replicant.list', body)).status).toBe(413);
    const headers = { 'transfer-encoding': 'chunked' };
    await expect(call('/api/x', { method: 'POST', body, headers })).rejects.toMatchObject({
      code: expect.stringMatching(/ECONNRESET|EPIPE/) as string,
    });
    expect((await call('/')).status).toBe(200);
  });

  it('hands on a body without a length as it came, also what came with the headers', async () => {
    const head = 'POST /api/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await say(`${head}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`)).toContain('hello world');
    const headers = { 'transfer-encoding': 'chunked' };
    const body = 'y'.repeat(5_000_000);
    expect((await call('/api/x', { method: 'POST', body, headers })).text).toContain(body);
  });

  it('answers the internal API to those who know the secret', async () => {
    const key = { namespace: 'quiz', name: 'score' };
    expect((await internal('replicant.read', JSON.stringify({ key }), 'wrong')).status).toBe(401);
    expect((await call('/internal/v1/replicant.list', { method: 'POST' })).status).toBe(401);
    await gateway.replicants.declare(key, { defaultValue: 1 }, serverActor);
    const set = await internal('replicant.set', JSON.stringify({ key, value: 2 }));
    expect(JSON.parse(set.text)).toMatchObject({ ok: true, value: { ok: true, value: { value: 2 } } });
    expect(JSON.parse((await internal('replicant.read', JSON.stringify({ key }))).text)).toMatchObject({
      ok: true,
      value: { value: 2 },
    });
    expect(JSON.parse((await internal('bundle.get', '{"name":"none"}')).text)).toEqual({ ok: true });
  });

  it.each([
    ['replicant.read', '{"key":{"namespace":"a"}}', 400, /key\.name/],
    ['replicant.read', 'not json', 400, /replicant\.read/],
    ['replicant.read', '', 400, /replicant\.read/],
    ['constructor', '{}', 404, /no such method/],
    ['graphic.command', '{"command":"explode"}', 400, /command/],
  ])('refuses the internal call %s %s', async (method, body, status, message) => {
    const reply = await internal(method, body);
    expect(reply.status).toBe(status);
    expect(reply.text).toMatch(message);
  });

  it('[H6] serves the metrics to who may call this server, and to nobody else', async () => {
    const { status, headers, text } = await call('/metrics');
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: expect.stringContaining('text/plain') as string,
    });
    expect(text).toMatch(/^nodecg_ready 1$/m);
    expect((await call('/metrics', { headers: { host: 'evil.example.com' } })).status).toBe(403);
  });

  it('survives what is not HTTP', async () => {
    expect(await say('\u0016\u0003\u0001 not http\r\n\r\n')).toContain('400 Bad Request');
    expect((await call('/health')).status).toBe(200);
  });

  it('says who has the port', async () => {
    const twin = createFrontDoor(deps);
    expect(await twin.listen('127.0.0.1', port)).toEqual({
      ok: false,
      error: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`) as string,
    });
  });
});
