import type { IncomingMessage } from 'node:http';
import type { Socket } from 'socket.io';
import { protocolVersion, type SocketNamespace } from '#contract/protocol';
import { failure, success, type Result } from '#contract/result';
import { helloSchema, type Hello } from '#contract/wire';
import type { Log } from '#ports/log';
import { describeIssue } from '../session.ts';
import { admit, enterNodecg, entranceOf, type Admitted, type AdmitDeps, type Refused } from './admit.ts';
import { readGraphicUrl } from './graphic-actor.ts';
import { shownBy } from './handshake.ts';
import type { LiveConnections } from './live-connections.ts';
import type { OnKnockRefused } from './note-refused.ts';
import { nodecgRefusal } from './nodecg-refusal.ts';
import { createSiblings, type Knock } from './siblings.ts';

export type EntranceDeps = AdmitDeps & {
  connections: Pick<LiveConnections, 'changes'>;
  /** IP address of who is at the other end, behind whatever proxies. */
  addressOf?: ((request: IncomingMessage) => string) | undefined;
  /** Hears of every socket that stays out because of who asks, or who doesn't say so. */
  onKnockRefused?: OnKnockRefused | undefined;
  log: Log;
};

/** What was found out about a socket before it came in. */
export type Entry = Admitted & {
  /** Of {@link LiveConnections.changes}, when it was begun to be found out. */
  changesBefore: number;
  remote: { address: string; userAgent: string };
};

/** Middleware: the error is why a socket stays out, as its client hears it. */
export type Entrance = {
  ours(socket: Socket, namespace: SocketNamespace): Promise<Error | undefined>;
  nodecg(socket: Socket): Promise<Error | undefined>;
  /** Undefined: it never came in here. */
  entryOf(socket: Socket): Entry | undefined;
};

/** Decides about every socket, before it is in its namespace. */
export function createEntrance(deps: EntranceDeps): Entrance {
  const entries = new WeakMap<Socket, Entry>();
  const siblings = createSiblings();
  const { connections, log } = deps;

  const letIn = async (
    socket: Socket,
    find: (remote: Entry['remote']) => Promise<Result<Admitted, Refused>>,
  ): Promise<Refused | undefined> => {
    const remote = remoteOf(socket, deps.addressOf);
    const changesBefore = connections.changes;
    const admitted = await find(remote);
    if (!admitted.ok) {
      const { code, message: reason, actor } = admitted.error;
      if (code !== 'invalid-request') deps.onKnockRefused?.({ actor, origin: remote, target: socket.nsp.name, reason });
      return admitted.error;
    }
    entries.set(socket, { ...admitted.value, changesBefore, remote });
    return undefined;
  };

  return {
    entryOf: (socket) => entries.get(socket),
    ours: (socket, namespace) =>
      unlessBroken(log, async () => {
        const hello = greet(socket.handshake.auth);
        if (!hello.ok) return refusal(hello.error);
        const page = readGraphicUrl(hello.value.page.url ?? '')?.url;
        const enter = entranceOf(namespace, hello.value, deps);
        const knock: Knock = (remote) => admit(shownBy(socket.handshake, page), enter, deps, remote);
        if (namespace === '/graphics') siblings.met(socket.conn, knock);
        const refused = await letIn(socket, knock);
        return refused && refusal(refused);
      }),
    nodecg: (socket) =>
      unlessBroken(log, async () => {
        const shown = shownBy(socket.handshake);
        const refused = await letIn(socket, async (remote) => {
          const found = await admit(shown, (asker) => enterNodecg(asker, deps), deps, remote);
          if (found.ok || shown.given !== undefined || found.error.code !== 'signed-out') return found;
          const page = await (await siblings.find(socket.conn))?.(remote);
          return page?.ok ? success({ ...page.value, facts: { ...page.value.facts, protocol: 'nodecg' } }) : found;
        });
        return refused && nodecgRefusal(shown, refused);
      }),
  };
}

/** Where a request for a socket comes from. */
export function originOf(request: IncomingMessage, addressOf: EntranceDeps['addressOf']): Entry['remote'] {
  return {
    address: addressOf?.(request) ?? (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
  };
}

function remoteOf(socket: Socket, addressOf: EntranceDeps['addressOf']): Entry['remote'] {
  const { userAgent, address } = originOf(socket.request, addressOf);
  return { userAgent, address: addressOf ? address : socket.conn.remoteAddress.replace(/^::ffff:/, '') };
}

function greet(auth: unknown): Result<Hello, { code: string; message: string }> {
  const parsed = helloSchema.safeParse(auth);
  if (!parsed.success) return failure({ code: 'invalid-request', message: describeIssue('handshake', parsed.error) });
  const { protocol } = parsed.data;
  if (protocol === protocolVersion) return success(parsed.data);
  const message = `This page speaks version ${protocol} of the socket protocol and the server version ${protocolVersion}. Reload the page.`;
  return failure({ code: 'protocol-mismatch', message });
}

/** Nobody comes in because something is broken. */
async function unlessBroken(log: Log, find: () => Promise<Error | undefined>): Promise<Error | undefined> {
  try {
    return await find();
  } catch (error) {
    log.error('It could not be found out who wants to connect.', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return refusal({ code: 'internal', message: 'The server could not find out who you are. It is tried again.' });
  }
}

/** Socket.IO hands `data` to the client's `connect_error`. */
export function refusal({ code, message }: { code: string; message: string }): Error {
  return Object.assign(new Error(message), { data: { code, message } });
}
