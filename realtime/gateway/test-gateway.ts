import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import { protocolVersion } from '#contract/protocol';
import type { FrameItem, Hello, Replies, RequestInput, RequestName, Welcome } from '#contract/wire';
import type { Log } from '#ports/log';
import type { ReplicantDefinitions } from '#ports/replicant-definitions';
import type { ReplicantLog } from '#ports/replicant-log';
import { createGraphicService } from '#services/graphic/index';
import { createMessageService } from '#services/message/index';
import { createReplicantService } from '#services/replicant/index';
import { createAccessService, type AccessService } from '#services/access/index';
import { testIdentity } from '#services/identity/test-identity';
import { createAccess } from '../http/access.ts';
import type { AdmitDeps } from './entry/admit.ts';
import { createLiveConnections } from './entry/live-connections.ts';
import { createGateway, type CreateGatewayDeps } from './create-gateway.ts';
import { connectNodecgClient, type NodecgTestClient } from './nodecg-protocol/test-client.ts';
import { serveSocketIo, type SocketIoDeps } from './socket-io.ts';

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export type TestGatewayOptions = Partial<Omit<CreateGatewayDeps, 'access'>> &
  Pick<Partial<SocketIoDeps>, 'heartbeat' | 'onKnockRefused'> & {
    witness?: Parameters<typeof createReplicantService>[0]['witness'];
    allowedOrigins?: string[];
    /** What a server run before this one stored. */
    storage?: ReplicantLog;
    definitions?: ReplicantDefinitions;
    /** Default: nobody has to sign in. */
    identity?: AdmitDeps['identity'];
    access?: AccessService;
    /** Urls of graphics that may be open only once. */
    singleInstances?: string[];
  };

/** The gateway with its real services on memory adapters, on a real HTTP server. */
export async function startTestGateway(options: TestGatewayOptions = {}) {
  const bus = options.bus ?? createMemoryEventBus();
  const replicants = createReplicantService({
    store: createMemoryReplicantStore(),
    log: options.storage ?? createMemoryReplicantLog(),
    bus,
    definitions: options.definitions ?? { find: () => Promise.resolve(undefined) },
    epoch: options.epoch ?? 'run-1',
    now: Date.now,
    ...(options.witness ? { witness: options.witness } : {}),
  });
  const messages = createMessageService({ bus });
  const graphics = createGraphicService({
    bus,
    currentOf: () => ({ version: '1.0.0', singleInstances: options.singleInstances ?? [] }),
  });
  const {
    identity = testIdentity({ mode: 'open' }).identity,
    access: rules = createAccessService({ now: Date.now }),
    ...others
  } = options;
  const connections = createLiveConnections({ bus, identity, access: rules });
  const gateway = createGateway({
    replicants,
    messages,
    graphics,
    bus,
    log: silentLog,
    epoch: 'run-1',
    version: '0.0.0',
    ...others,
    access: rules,
  });
  const server = http.createServer((_request, response) => response.writeHead(404).end());
  const access = createAccess(options.allowedOrigins ?? []);
  const endSockets = serveSocketIo({
    server,
    gateway,
    log: silentLog,
    refuse: (request) => access.refuseHost(request) ?? access.refuseOrigin(request),
    allowedOrigins: options.allowedOrigins ?? [],
    ...{ identity, access: rules, connections },
    onKnockRefused: options.onKnockRefused,
    ...(options.heartbeat ? { heartbeat: options.heartbeat } : {}),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const clients: { close: () => void }[] = [];
  return {
    bus,
    replicants,
    messages,
    graphics,
    gateway,
    connections,
    port,
    url,
    /** A client that ends with the gateway. */
    async connect(clientOptions: ClientOptions = {}): Promise<TestClient> {
      const client = await connectClient(url, clientOptions);
      clients.push(client);
      return client;
    },
    /** One of NodeCG's clients that ends with the gateway. */
    async connectNodecg(clientOptions: Parameters<typeof connectNodecgClient>[1] = {}): Promise<NodecgTestClient> {
      const client = await connectNodecgClient(url, clientOptions);
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.close();
      endSockets();
      connections.close();
      gateway.close();
      await replicants.close(1_000);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type TestClient = Awaited<ReturnType<typeof connectClient>>;
type ClientOptions = { namespace?: string; auth?: unknown; page?: Partial<Hello['page']> } & Partial<
  ManagerOptions & SocketOptions
>;

/** A real Socket.IO client that writes down what it hears. */
export async function connectClient(url: string, { namespace = '/dashboard', auth, page, ...options }: ClientOptions = {}) {
  const socket: Socket = io(`${url}${namespace}`, {
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    auth: (auth ?? { protocol: protocolVersion, page: { kind: 'dashboard', ...page } }) as Record<string, unknown>,
    ...options,
  });
  const frames: FrameItem[][] = [];
  socket.on('frame', (items: FrameItem[]) => frames.push(items));
  const welcome = await new Promise<Welcome>((resolve, reject) => {
    socket.once('welcome', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(error);
    });
  });
  return {
    socket,
    welcome,
    frames,
    items: () => frames.flat(),
    request: <N extends RequestName>(name: N, payload: RequestInput<N>) =>
      socket.emitWithAck(name, payload) as Promise<Replies[N]>,
    raw: (name: string, ...args: unknown[]) =>
      socket.emitWithAck(name, ...args) as Promise<{ ok: boolean; error?: { code: string; message: string } }>,
    close: () => void socket.close(),
  };
}

/** Follows one replicant and answers its channel; throws when that fails. */
export async function follow(
  client: Pick<TestClient, 'request'>,
  name: string,
  declare?: RequestInput<'subscribe'>['items'][number]['declare'],
): Promise<number> {
  const reply = await client.request('subscribe', { items: [{ namespace: 'quiz', name, ...(declare ? { declare } : {}) }] });
  const item = reply.ok ? reply.value.items[0] : undefined;
  if (!item?.ok) throw new Error(JSON.stringify(item ?? reply));
  return item.value.channel;
}
