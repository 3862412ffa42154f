import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { afterEach, describe, expect, it } from 'vitest';
import { internalPath, internalSchemas, type InternalCall, type InternalMethod, type InternalReply } from '#contract/internal';
import type { Asked } from '#contract/identity';
import { localActor } from '#contract/replicant';
import { createGatewayClient } from '../gateway-client/create-gateway-client.ts';
import type { GatewayClient } from '../gateway-client/types.ts';
import { isSameOrigin, type Context } from './context.ts';
import { appRouter, createCaller } from './router.ts';

type Answers = Partial<Record<InternalMethod, (input: unknown, actor: unknown) => unknown>>;
const secret = 'shared-secret';
const asked: Asked = { asker: { actor: localActor, via: 'open' }, origin: { address: '127.0.0.1', userAgent: 'test' } };
const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))));

/** A real server that speaks the internal API: checks the secret, parses with the contract's schemas, answers as told. */
async function startGateway(answers: Answers): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const method = (request.url ?? '').slice(internalPath.length) as InternalMethod;
      const { status, reply } = answerTo(method, request.headers.authorization, body, answers);
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(reply));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerTo(
  method: InternalMethod,
  authorization: string | undefined,
  body: string,
  answers: Answers,
): { status: number; reply: InternalReply<InternalMethod> } {
  if (authorization !== `Bearer ${secret}`)
    return { status: 401, reply: { ok: false, error: { code: 'unauthorised', message: 'wrong secret' } } };
  const { input: sent, asked } = JSON.parse(body) as InternalCall;
  const input = internalSchemas[method].safeParse(sent);
  const answer = answers[method];
  if (!input.success || !answer)
    return {
      status: 400,
      reply: { ok: false, error: { code: 'invalid-request', message: `${method}: ${input.error?.message ?? 'no answer'}` } },
    };
  return { status: 200, reply: { ok: true, value: answer(input.data, asked?.asker.actor) as never } };
}

async function startCaller(answers: Answers, { origin = true, key = secret } = {}) {
  const gateway = createGatewayClient({ url: await startGateway(answers), secret: key }, asked);
  return createCaller({ ...contextOf(gateway), sameOrigin: origin });
}

function contextOf(gateway: GatewayClient): Context {
  return { gateway, forEverybody: gateway.identity, asked, origin: asked.origin, mode: 'open', sameOrigin: true };
}

const key = { namespace: 'scoreboard', name: 'score' };
const failureOf = (failure: object) => ({ 'replicant.set': () => ({ ok: false, error: failure }) });

describe('replicants', () => {
  it('sets a value in the name of who asks', async () => {
    const heard: unknown[] = [];
    const caller = await startCaller({
      'replicant.set': (input, actor) => {
        heard.push({ ...(input as object), actor });
        return { ok: true, value: { value: { home: 1 }, revision: 7, stamp: 's' } };
      },
    });
    expect(await caller.replicant.set({ ...key, value: { home: 1 } })).toEqual({ value: { home: 1 }, revision: 7, stamp: 's' });
    expect(heard).toEqual([{ key, value: { home: 1 }, actor: localActor }]);
  });

  it('proposes operations with NodeCG’s rule for conflicts unless told otherwise', async () => {
    const heard: unknown[] = [];
    const caller = await startCaller({
      'replicant.propose': (input, actor) => {
        heard.push({ ...(input as object), actor });
        return { ok: true, value: { value: 2, revision: 2, stamp: 's' } };
      },
    });
    const operations = [{ path: '/', method: 'update' as const, args: { prop: 'home', newValue: 2 } }];
    await caller.replicant.propose({ ...key, operations, baseRevision: 1 });
    expect(heard).toEqual([{ key, operations, baseRevision: 1, onConflict: 'rebase', durable: true, actor: localActor }]);
  });

  it('says that an unknown replicant was never declared', async () => {
    const caller = await startCaller({ 'replicant.read': () => undefined });
    await expect(caller.replicant.read(key)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('"score" in "scoreboard"') as string,
    });
  });

  it.each([
    ['not-declared', 'NOT_FOUND'],
    ['forbidden', 'FORBIDDEN'],
    ['invalid-value', 'BAD_REQUEST'],
    ['invalid-operation', 'BAD_REQUEST'],
    ['stale', 'CONFLICT'],
    ['contended', 'CONFLICT'],
    ['not-durable', 'SERVICE_UNAVAILABLE'],
    ['too-large', 'PAYLOAD_TOO_LARGE'],
    ['mismatch', 'CONFLICT'],
  ])('translates %s into %s and keeps the message', async (code, expected) => {
    const caller = await startCaller(failureOf({ code, message: 'home must be a number' }));
    await expect(caller.replicant.set({ ...key, value: 1 })).rejects.toMatchObject({
      code: expected,
      message: 'home must be a number',
    });
  });

  it('refuses a malformed key before it asks anybody', async () => {
    const caller = await startCaller({});
    await expect(caller.replicant.read({ namespace: '', name: 'score' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('looking, undoing and saved states', () => {
  it('tells everything about a replicant but its value, which may be large', async () => {
    const summary = { key, revision: 3, bytes: 20 };
    const caller = await startCaller({
      'replicant.details': () => ({
        summary,
        snapshot: { value: 'much', revision: 3, stamp: 's' },
        merge: 'counter',
        followers: [],
      }),
    });
    expect(await caller.replicant.details(key)).toEqual({ summary, merge: 'counter', followers: [] });
  });

  it('restores and undoes in the name of who asks', async () => {
    const heard: unknown[] = [];
    const undone = { revision: 8, stamp: 's', of: 6, kept: ['/away'] };
    const caller = await startCaller({
      'replicant.restore': (input, actor) => (
        heard.push({ ...(input as object), actor }),
        { ok: true, value: { value: 1, revision: 7, stamp: 's' } }
      ),
      'replicant.undo': (input, actor) => (heard.push({ ...(input as object), actor }), { ok: true, value: undone }),
    });
    expect(await caller.replicant.restore({ ...key, revision: 2 })).toEqual({ revision: 7, stamp: 's' });
    expect(await caller.replicant.undo(key)).toEqual(undone);
    expect(heard).toEqual([
      { key, revision: 2, actor: localActor },
      { key, actor: localActor },
    ]);
  });

  it.each([
    ['nothing-to-undo', 'PRECONDITION_FAILED'],
    ['forbidden', 'FORBIDDEN'],
  ])('translates %s of an undo into %s', async (code, expected) => {
    const caller = await startCaller({ 'replicant.undo': () => ({ ok: false, error: { code, message: 'no' } }) });
    await expect(caller.replicant.undo(key)).rejects.toMatchObject({ code: expected });
  });

  it('says that a revision is no longer in the history', async () => {
    const caller = await startCaller({
      'replicant.at': () => ({ ok: false, error: { code: 'unknown-revision', message: 'The nearest is 4.' } }),
    });
    await expect(caller.replicant.at({ ...key, revision: 2 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'The nearest is 4.',
    });
  });

  it('saves the whole show, or one bundle, in the name of who asks', async () => {
    const heard: unknown[] = [];
    const caller = await startCaller({
      'saved.create': (input, actor) => (heard.push({ ...(input as object), actor }), { ok: true, value: {} }),
      'saved.restore': (input, actor) => (heard.push({ ...(input as object), actor }), { ok: true, value: { changed: 4 } }),
    });
    await caller.saved.create({ name: ' Doors ', namespace: null });
    expect(await caller.saved.restore({ id: 'a' })).toEqual({ changed: 4 });
    expect(heard).toEqual([
      { name: 'Doors', namespace: null, actor: localActor },
      { id: 'a', actor: localActor },
    ]);
  });

  it.each([
    ['unknown-saved-state', 'NOT_FOUND'],
    ['name-taken', 'CONFLICT'],
    ['too-many', 'PRECONDITION_FAILED'],
    ['storage-away', 'SERVICE_UNAVAILABLE'],
    ['invalid-value', 'BAD_REQUEST'],
  ])('translates %s of a saved state into %s', async (code, expected) => {
    const caller = await startCaller({ 'saved.rename': () => ({ ok: false, error: { code, message: 'no' } }) });
    await expect(caller.saved.rename({ id: 'a', name: 'b' })).rejects.toMatchObject({ code: expected, message: 'no' });
  });

  it('lets another site’s page change none of it', async () => {
    const caller = await startCaller({ 'saved.restore': () => ({ ok: true, value: { changed: 1 } }) }, { origin: false });
    await expect(caller.saved.restore({ id: 'a' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(caller.replicant.undo(key)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('bundles and graphics', () => {
  it('names an unknown bundle', async () => {
    const caller = await startCaller({ 'bundle.get': () => undefined });
    await expect(caller.bundle.get({ name: 'nope' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('"nope"') as string,
    });
  });

  it('reports how many open graphics a command reached', async () => {
    const caller = await startCaller({ 'graphic.command': () => 3 });
    expect(await caller.graphic.command({ command: 'reload', bundle: 'scoreboard' })).toEqual({ reached: 3 });
  });
});

describe('a gateway that can’t be used', () => {
  it('is SERVICE_UNAVAILABLE when nothing listens', async () => {
    const url = await startGateway({});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const caller = createCaller(contextOf(createGatewayClient({ url, secret })));
    await expect(caller.bundle.list()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('does not answer') as string,
    });
  });

  it('tells a browser nothing about a wrong secret', async () => {
    const caller = await startCaller({}, { key: 'wrong' });
    await expect(caller.bundle.list()).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    const gateway = createGatewayClient({ url: await startGateway({}), secret: 'wrong' });
    const response = await ask('bundle.list', new Headers(), gateway);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/secret|stack|router\.ts/);
  });
});

describe('who may change something', () => {
  it('lets another site’s page read an error and change nothing', async () => {
    let reloads = 0;
    const caller = await startCaller({ 'bundle.reload': () => (reloads += 1), 'bundle.list': () => [] }, { origin: false });
    await expect(caller.bundle.reload({ name: 'scoreboard' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(reloads).toBe(0);
  });

  it.each([
    [{ host: 'show:3000', origin: 'http://show:3000' }, true],
    [{ host: '127.0.0.1:4000', 'x-forwarded-host': 'show:3000', origin: 'http://show:3000' }, true],
    [{ host: 'show:3000' }, true],
    [{ host: 'show:3000', origin: 'http://evil.example' }, false],
    [{ host: 'show:3000', origin: 'null' }, false],
    [{ host: 'show:3000', 'sec-fetch-site': 'cross-site' }, false],
    [{ host: 'show:3000', origin: 'http://show:3000', 'sec-fetch-site': 'same-site' }, false],
  ])('%o: same origin %s', (headers, expected) => {
    for (const mode of ['open', 'login'] as const) expect(isSameOrigin(new Headers(headers), mode)).toBe(expected);
  });

  it('[Z14] where people sign in, a session’s cookie has to come with a header that shows its page', () => {
    const cookie = 'a=1; next-auth.session-token=x';
    const same = (mode: 'open' | 'login', more: Record<string, string>) =>
      isSameOrigin(new Headers({ host: 'show:3000', cookie, ...more }), mode);
    expect([same('login', {}), same('open', {})]).toEqual([false, true]);
    expect(same('login', { 'sec-fetch-site': 'none' })).toBe(false);
    expect(same('login', { 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(same('login', { origin: 'http://show:3000' })).toBe(true);
    expect(same('login', { authorization: 'Bearer token' })).toBe(true);
    expect(same('login', { authorization: 'Basic token' })).toBe(false);
  });
});

it('sends the service’s own code and the newest state along, for the place where the change was made', async () => {
  const current = { value: 1, revision: 4, stamp: 's' };
  const gateway = createGatewayClient({
    url: await startGateway(failureOf({ code: 'stale', message: 'moved on', current })),
    secret,
  });
  const response = await ask('replicant.set', new Headers(), gateway, { ...key, value: 1 });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ error: { message: 'moved on', data: { failure: { code: 'stale', current } } } });
});

it('names the first fault of input that doesn’t fit, in words', async () => {
  const gateway = createGatewayClient({ url: await startGateway({}), secret });
  const response = await ask('replicant.set', new Headers(), gateway, { namespace: 7, name: 'score', value: 1 });
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { message: string } };
  expect(error.message).toMatch(/^This can’t be used: namespace: [^{[]+$/);
});

function ask(
  procedure: string,
  headers: Headers,
  gateway: ReturnType<typeof createGatewayClient>,
  input?: unknown,
): Promise<Response> {
  headers.set('content-type', 'application/json');
  const init = input === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(input) };
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: new Request(`http://show:3000/api/trpc/${procedure}`, init),
    router: appRouter,
    createContext: () => Promise.resolve({ ...contextOf(gateway), sameOrigin: isSameOrigin(headers, 'open') }),
  });
}
