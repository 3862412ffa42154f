import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { limits } from '#contract/limits';
import { namespaces, protocolVersion, type SocketNamespace } from '#contract/protocol';
import { failure, success, type Result } from '#contract/result';
import type { Actor } from '#contract/replicant';
import { helloSchema, type Hello } from '#contract/wire';
import type { Connection } from '#ports/connection';
import type { Log } from '#ports/log';
import { countCutOff } from '../health/tally.ts';
import type { Gateway } from './create-gateway.ts';
import { framePacket } from './frame-packet.ts';
import { describeIssue } from './session.ts';
import { watchWriting } from './watch-writing.ts';

export type SocketIoDeps = {
  server: HttpServer;
  gateway: Gateway;
  log: Log;
  /** Undefined: welcome. Else why this handshake is refused. */
  refuse: (request: IncomingMessage) => string | undefined;
  allowedOrigins: readonly string[];
  /** How often a client must give a sign of life, and how long it may take to. Whoever doesn't is gone without having said so. */
  heartbeat?: { everyMs: number; patienceMs: number };
};

const socketKinds = { '/dashboard': 'dashboard', '/graphics': 'graphics', '/extension': 'extension' } as const satisfies Record<
  SocketNamespace,
  Connection['kind']
>;
const socketData = new WeakMap<Socket, Hello>();

const usualHeartbeat = { everyMs: 10_000, patienceMs: 20_000 };

/** Answers that a client may leave unread before it is closed, in characters. */
const unreadAnswers = 32 * 1024 * 1024;

/** Browsers' way to the gateway. Returns the end of it: every client is cut off, and comes back when there is a server again. */
export function serveSocketIo({
  server,
  gateway,
  log,
  refuse,
  allowedOrigins,
  heartbeat = usualHeartbeat,
}: SocketIoDeps): () => void {
  const io = new Server(server, {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: limits.frameBytes,
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
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
      decide(why ?? null, why === undefined);
    },
  });
  io.engine.on('connection', refuseBinary);
  io.engine.on('connection_error', ({ message, context }: { message: string; context?: unknown }) =>
    log.debug('A socket handshake was refused.', { message, context }),
  );
  io.of('/').use((_socket, next) => next(new Error(`Connect to one of the namespaces ${namespaces.join(', ')}.`)));
  for (const namespace of namespaces) {
    const inside = new WeakSet<Socket['conn']>();
    io.of(namespace)
      .use((socket, next) => {
        const hello = greet(namespace, socket.handshake.auth);
        if (!hello.ok) return next(hello.error);
        // Socket.IO would let many of one payload in and know only the last.
        if (inside.has(socket.conn)) return next(refusal('too-many', `This connection is in ${namespace} already.`));
        inside.add(socket.conn);
        socket.once('disconnect', () => inside.delete(socket.conn));
        socketData.set(socket, hello.value);
        next();
      })
      .on('connection', (socket) => connect(socket, namespace, { gateway, log }));
  }
  return () => {
    io.engine.close();
    io.disconnectSockets(true);
  };
}

function greet(namespace: SocketNamespace, auth: unknown): Result<Hello, Error> {
  if (namespace === '/extension')
    return failure(
      refusal(
        'forbidden',
        'Remote extensions need a token, which a later version of this server hands out. Run the extension in its bundle.',
      ),
    );
  const parsed = helloSchema.safeParse(auth);
  if (!parsed.success) return failure(refusal('invalid-request', describeIssue('handshake', parsed.error)));
  if (parsed.data.protocol !== protocolVersion) {
    return failure(
      refusal(
        'protocol-mismatch',
        `This page speaks version ${parsed.data.protocol} of the socket protocol and the server version ${protocolVersion}. Reload the page.`,
      ),
    );
  }
  return success(parsed.data);
}

/** Our protocol is text. Binary events would bring buffers into values, where every byte counts as a property. */
function refuseBinary(conn: Socket['conn']): void {
  conn.prependListener('data', (data: unknown) => {
    if (typeof data !== 'string' || data.startsWith('5') || data.startsWith('6')) conn.close(true);
  });
}

/** Socket.IO hands `data` to the client's `connect_error`. */
function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { data: { code, message } });
}

function connect(socket: Socket, namespace: SocketNamespace, { gateway, log }: { gateway: Gateway; log: Log }): void {
  const hello = socketData.get(socket);
  if (!hello) return void socket.disconnect(true);
  const writing = watchWriting(socket.conn);
  const connection = toConnection(socket, namespace, hello.page, writing);
  const attached = gateway.attach(connection);
  socket.emit('welcome', gateway.welcome(connection));
  // Socket.IO lets numbers pass as events.
  socket.onAny((event: string | number, ...args: unknown[]) => {
    if (writing.unflushed() > unreadAnswers) {
      countCutOff(gateway.tally, 'answers-unread');
      log.warn('A client left its answers unread and was cut off.', { connection: socket.id, ...connection.remote });
      return connection.close('It sends requests but does not read the answers.');
    }
    const acknowledge = args.at(-1);
    void attached.request(String(event), typeof args[0] === 'function' ? undefined : args[0]).then((reply) => {
      if (typeof acknowledge === 'function') (acknowledge as (reply: unknown) => void)(reply);
    });
  });
  socket.on('disconnect', (reason) => {
    writing.stop();
    attached.closed();
    if (reason === 'ping timeout') {
      countCutOff(gateway.tally, 'no-sign-of-life');
      log.info('A client gave no sign of life and was cut off; it may come back.', {
        connection: socket.id,
        ...connection.remote,
      });
      destroyLine(socket.conn);
    }
    log.debug('A client left.', { connection: socket.id, reason });
  });
}

function toConnection(
  socket: Socket,
  namespace: SocketNamespace,
  page: Hello['page'],
  writing: ReturnType<typeof watchWriting>,
): Connection {
  const kind = socketKinds[namespace];
  return {
    id: socket.id,
    kind,
    page,
    actor: actorOf(kind, page),
    remote: {
      address: socket.conn.remoteAddress.replace(/^::ffff:/, ''),
      userAgent: String(socket.handshake.headers['user-agent'] ?? '').slice(0, 512),
    },
    sendFrame(frame) {
      if (!socket.connected) return true;
      if (!writing.hasRoom()) return false;
      const { text, options } = framePacket(namespace, frame);
      socket.conn.write(text, options);
      return true;
    },
    onDrain: writing.onDrain,
    // Cutting the transport, unlike `disconnect`, lets the client come back by itself.
    close() {
      socket.conn.close(true);
      destroyLine(socket.conn);
    },
  };
}

/** A WebSocket would wait half a minute for the other side's goodbye, and keep all that is waiting to be sent: there is nobody to read it. */
function destroyLine(conn: Socket['conn']): void {
  (conn.transport as { socket?: { terminate?: () => void } }).socket?.terminate?.();
}

/** In open mode whoever is at this machine is the administrator. */
function actorOf(kind: Connection['kind'], page: Hello['page']): Actor {
  if (kind === 'graphics') return { kind: 'graphic', id: page.bundle ?? 'unknown', role: 'OPERATOR' };
  return { kind: 'user', id: 'local', role: 'ADMIN' };
}
