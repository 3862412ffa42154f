import { io, type Socket } from 'socket.io-client';
import type { AskTicket } from './dashboard-line.ts';
import { socketOptions } from './socket-options.ts';

/** The server ended it, which Socket.IO takes for a goodbye. NodeCG's pages come back. */
const returnMs = 500;

/**
 * `window.socket` and `nodecg.socket`: a Socket.IO socket of the default namespace, where NodeCG's own protocol is spoken and what
 * extensions say through `getSocketIOServer()` arrives. It shares its page's one connection and costs nothing before it is used: the
 * first listener or event, or the first look at `connected` or `id`, connects it. Whoever closes it closes nothing else. With `ticket` every
 * attempt carries a fresh one.
 */
export function createPageSocket(url = '', ticket?: AskTicket): Socket {
  const auth = ticket && ((give: (auth: object) => void) => void ticket().then((given) => give({ ticket: given })));
  const socket = io(`${url}/`, auth ? { ...socketOptions, auth } : socketOptions);
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), returnMs * (0.5 + Math.random()));
  });
  connectOnUse(socket);
  return socket;
}

const connecting = ['connect', 'open'] as const;
const using = ['on', 'addEventListener', 'once', 'emit', 'emitWithAck', 'send', 'timeout', 'onAny', 'prependAny'] as const;
const closing = ['disconnect', 'close'] as const;
/** Not `active`: the manager looks at that itself. */
const telling = ['connected', 'disconnected', 'id', 'volatile'] as const;

type Loose = Record<string, unknown> & Record<(typeof using)[number], (...args: unknown[]) => unknown>;

/** Covers the socket's own members until the first use, and leaves it as Socket.IO made it. */
function connectOnUse(socket: Socket): void {
  const members = socket as unknown as Loose;
  const uncover = (): void => {
    for (const name of [...connecting, ...using, ...closing, ...telling]) delete members[name];
    // The one that was the socket's own.
    socket.connected = false;
  };
  const use = (): Socket => {
    uncover();
    return socket.connect();
  };
  const cover = (name: string, get: () => unknown): void => {
    Object.defineProperty(socket, name, { configurable: true, get });
  };
  for (const name of connecting) cover(name, () => use);
  for (const name of using)
    cover(name, () => (...args: unknown[]) => {
      use();
      return members[name](...args);
    });
  // Closed by hand it stays closed, like any other.
  for (const name of closing)
    cover(name, () => () => {
      uncover();
      return socket.disconnect();
    });
  for (const name of telling)
    cover(name, () => {
      use();
      return members[name];
    });
}
