import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { Encoder } from 'socket.io-parser';
import { limits } from '#contract/limits';
import { namespaces } from '#contract/protocol';
import type { OutgoingFrame } from '#ports/connection';
import type { Log } from '#ports/log';
import { createEntrance, originOf, refusal, type Entry, type EntranceDeps } from './entry/entrance.ts';
import { keepWhileAllowed } from './entry/keep-while-allowed.ts';
import { hasRule } from './entry/rules.ts';
import type { LiveConnections } from './entry/live-connections.ts';
import type { Gateway } from './create-gateway.ts';
import { framePacket } from './frame-packet.ts';
import { connectNodecg } from './nodecg-protocol/connect-nodecg.ts';
import { boundRequest } from '../http/bound-request.ts';
import { refuseHandshake } from './refuse-handshake.ts';
import { createEnding } from './end-connection.ts';
import { isClientScript, passBy } from './pass-by.ts';
import { toConnection } from './socket-connection.ts';
import { writeTogether } from './write-together.ts';
import { RequestDecoder, takeRequests } from './request-decoder.ts';
import { answerInTurn } from './answer-in-turn.ts';
import { createSocketLines, unreadAnswers, type SocketLine } from './socket-line.ts';
import { createTurnstile, type Turnstile } from './turnstile.ts';

export type SocketIoDeps = Omit<EntranceDeps, 'log' | 'connections'> & {
  connections: LiveConnections;
  server: HttpServer;
  gateway: Gateway;
  log: Log;
  /** Undefined: welcome. Else why this handshake is refused. */
  refuse: (request: IncomingMessage) => string | undefined;
  allowedOrigins: readonly string[];
  /** Seconds until this handshake may be tried again; undefined: now. */
  limit?: (request: IncomingMessage) => Promise<number | undefined>;
  /** How often a client must give a sign of life, and how long it may take to. Whoever doesn't is gone without having said so. */
  heartbeat?: { everyMs: number; patienceMs: number };
};

/** Big subscriptions that are answered at a time. */
const bigAnswers = 8;
const usualHeartbeat = { everyMs: 10_000, patienceMs: 20_000 };

/** Browsers' way to the gateway. Returns the end of it: every client is cut off, and comes back when there is a server again. */
export function serveSocketIo({
  server,
  gateway,
  log,
  refuse,
  allowedOrigins,
  limit = () => Promise.resolve(undefined),
  heartbeat = usualHeartbeat,
  ...entry
}: SocketIoDeps): () => void {
  const io = new Server({
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: limits.frameBytes,
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    parser: { Encoder, Decoder: RequestDecoder },
    // Other upgrades on this port are Next's.
    destroyUpgrade: false,
    connectTimeout: 10_000,
    pingInterval: heartbeat.everyMs,
    pingTimeout: heartbeat.patienceMs,
    ...(allowedOrigins.length > 0 ? { cors: { origin: [...allowedOrigins], credentials: true } } : {}),
    // Socket.IO's own `cors` doesn't stop WebSockets, so everything is checked here.
    allowRequest: (request, decide) => {
      const isFull = io.engine.clientsCount >= limits.connections;
      const why =
        refuse(request) ??
        (isFull ? `This server takes ${limits.connections} connections. Close pages that nobody needs.` : undefined);
      if (why !== undefined) {
        if (!isFull) entry.onKnockRefused?.({ origin: originOf(request, entry.addressOf), target: '/socket.io', reason: why });
        return decide(why, false);
      }
      limit(request).then(
        (seconds) => (seconds === undefined ? decide(null, true) : refuseHandshake(request, seconds)),
        () => decide('The server could not answer this.', false),
      );
    },
  });
  io.on('new_namespace', ({ name }) => {
    if (!hasRule(name)) throw new Error(`The namespace ${name} has no rule. Say in entry/rules.ts who gets into it.`);
  });
  passBy(server, isClientScript, () => void io.attach(server));
  // What comes by polling has passed none of the front door's bounds.
  server.prependListener('request', (request: IncomingMessage) => {
    if (request.url?.startsWith('/socket.io/')) boundRequest(request);
  });
  io.engine.on('connection', refuseBinary);
  io.engine.on('connection', writeTogether);
  io.engine.on('connection_error', ({ message, context }: { message: string; context?: unknown }) =>
    log.debug('A socket handshake was refused.', { message, context }),
  );
  const { lineOf } = createSocketLines();
  const turnstile = createTurnstile({ places: bigAnswers, longestMs: 5_000 });
  const entrance = createEntrance({ ...entry, log });
  const { connections } = entry;
  io.of('/')
    .use((socket, next) => void entrance.nodecg(socket).then(next))
    .use(once('/'))
    .on('connection', (socket) => {
      const found = entrance.entryOf(socket);
      if (!found) return void socket.disconnect(true);
      const { identity } = entry;
      connectNodecg(socket, found, { gateway, log, line: lineOf(socket.conn), connections, identity });
    });
  for (const namespace of namespaces) {
    io.of(namespace)
      .use((socket, next) => void entrance.ours(socket, namespace).then(next))
      .use(once(namespace))
      .on('connection', (socket) => {
        const found = entrance.entryOf(socket);
        if (!found) return void socket.disconnect(true);
        connect(socket, found, { gateway, log, turnstile, line: lineOf(socket.conn), connections });
      });
  }
  return () => {
    io.engine.close();
    io.disconnectSockets(true);
  };
}

/** Socket.IO would let a connection into a namespace as often as one payload asks, and know only the last. */
function once(namespace: string): (socket: Socket, next: (error?: Error) => void) => void {
  const inside = new WeakSet<Socket['conn']>();
  return (socket, next) => {
    if (inside.has(socket.conn))
      return next(refusal({ code: 'too-many', message: `This connection is in ${namespace} already.` }));
    inside.add(socket.conn);
    socket.once('disconnect', () => inside.delete(socket.conn));
    next();
  };
}

/** Our protocol is text. Binary events would bring buffers into values, where every byte counts as a property. */
function refuseBinary(conn: Socket['conn']): void {
  conn.prependListener('data', (data: unknown) => {
    if (typeof data !== 'string' || data.startsWith('5') || data.startsWith('6')) conn.close(true);
  });
}

type ConnectDeps = { gateway: Gateway; log: Log; turnstile: Turnstile; line: SocketLine; connections: LiveConnections };

function connect(socket: Socket, entry: Entry, { gateway, log, turnstile, line, connections }: ConnectDeps): void {
  const namespace = socket.nsp.name;
  const way = { line, encode: (frame: OutgoingFrame) => framePacket(namespace, frame), remote: entry.remote };
  const connection = toConnection(socket, entry.facts, way);
  const attached = gateway.attach(connection);
  const kept = keepWhileAllowed(entry, attached, connections, (ended) =>
    connection.close(ended ? 'What it came in by has ended.' : 'What it may do has changed.'),
  );
  socket.emit('welcome', gateway.welcome(connection));
  const ending = createEnding(socket, connection, { tally: gateway.tally, log });
  const request = answerInTurn(attached, line, turnstile);
  const isTaken = takeRequests(socket, (event, payload, id) => {
    if (line.unsent() > unreadAnswers) return ending.answersUnread();
    request(event, payload, (reply) => {
      if (id === undefined || !socket.connected) return;
      // Again, because a burst of requests may have come in at once.
      if (line.unsent() > unreadAnswers) ending.answersUnread();
      else line.answer(namespace, id, reply);
    });
  });
  if (!isTaken) throw new Error('Socket.IO does not use our decoder: look at RequestDecoder.');
  socket.on('disconnect', (reason) => {
    kept.stop();
    attached.closed();
    ending.left(reason);
  });
}
