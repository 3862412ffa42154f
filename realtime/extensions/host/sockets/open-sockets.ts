import type { CurrentBundle } from '../current-bundle.ts';
import type { SocketCommand, SocketNews } from '../sockets-protocol.ts';
import { ClientSocket } from './client-socket.ts';
import { Handlers } from './handlers.ts';
import { ServerNamespace } from './server-namespace.ts';
import { createSocketWire, toJson, type SocketWire } from './socket-wire.ts';

/** `nodecg.getSocketIOServer()`: nothing is asked of the server before an extension calls it. */
export type ExtensionSocketServer = {
  namespace(): ServerNamespace;
  receive(news: SocketNews): void;
};

type Known = { socket: ClientSocket; handlers: Handlers; anyHandlers: Handlers };
type Open = { namespace: ServerNamespace; handlers: Handlers; wire: SocketWire; known: Map<string, Known> };

export function createExtensionSocketServer(
  currentBundle: CurrentBundle,
  command: (command: SocketCommand) => void,
  warn: (text: string) => void,
): ExtensionSocketServer {
  let opened: Open | undefined;
  return {
    namespace: () => (opened ??= open(currentBundle, createSocketWire(command, warn))).namespace,
    receive: (news) => void (opened && take(news, opened, currentBundle)),
  };
}

function open(currentBundle: CurrentBundle, wire: SocketWire): Open {
  const handlers = new Handlers(currentBundle);
  const namespace = new ServerNamespace({ wire, sockets: new Map() }, handlers);
  wire.command({ do: 'open' });
  return { namespace, handlers, wire, known: new Map() };
}

function take(news: SocketNews, opened: Open, currentBundle: CurrentBundle): void {
  switch (news.do) {
    case 'connected':
      return welcome(news, opened, currentBundle);
    case 'disconnected':
      return sayGoodbye(news, opened);
    case 'acked':
      return opened.wire.acked(news.ackId, news.args);
    case 'moved':
      return move(opened.known.get(news.id)?.socket, news);
    case 'rooms':
      return moveTo(opened.known.get(news.id)?.socket, news.rooms);
    case 'event':
      return deliver(news, opened);
  }
}

function welcome(news: Extract<SocketNews, { do: 'connected' }>, opened: Open, currentBundle: CurrentBundle): void {
  const { namespace, wire, known } = opened;
  const sockets = namespace.sockets as Map<string, ClientSocket>;
  const handlers = new Handlers(currentBundle, wire.hear);
  const anyHandlers = new Handlers(currentBundle, wire.hear);
  const socket = new ClientSocket({ ...news, nsp: namespace, handlers, anyHandlers, wire, sockets });
  known.set(news.id, { socket, handlers, anyHandlers });
  namespace.greet(socket, () => {
    if (!socket.connected) return;
    sockets.set(news.id, socket);
    opened.handlers.call('connect', socket);
    opened.handlers.call('connection', socket);
    wire.command({ do: 'greeted', id: news.id });
  });
}

function sayGoodbye({ id, reason }: Extract<SocketNews, { do: 'disconnected' }>, { namespace, known }: Open): void {
  const leaving = known.get(id);
  if (!leaving) return;
  known.delete(id);
  leaving.handlers.call('disconnecting', reason);
  leaving.socket.connected = false;
  leaving.socket.rooms.clear();
  (namespace.sockets as Map<string, ClientSocket>).delete(id);
  leaving.handlers.call('disconnect', reason);
}

function move(socket: ClientSocket | undefined, { joined, left }: { joined: string[]; left: string[] }): void {
  for (const room of left) socket?.rooms.delete(room);
  for (const room of joined) socket?.rooms.add(room);
}

function moveTo(socket: ClientSocket | undefined, rooms: readonly string[]): void {
  if (!socket) return;
  socket.rooms.clear();
  for (const room of rooms) socket.rooms.add(room);
}

function deliver({ id, event, args, ackId }: Extract<SocketNews, { do: 'event' }>, { known, wire }: Open): void {
  const client = known.get(id);
  if (!client) return void (ackId !== undefined && wire.command({ do: 'unheard', ackId }));
  const answer = (...answered: unknown[]) => {
    if (ackId === undefined || wire.command({ do: 'ack', ackId, args: toJson(answered) })) return;
    wire.command({ do: 'unheard', ackId });
  };
  const given: unknown[] = ackId === undefined ? args : [...args, answer];
  const isAnyHeard = client.anyHandlers.call('*', event, ...given);
  const isHeard = client.handlers.call(event, ...given);
  // Another client's listener is why it came here, or one that has gone.
  if (!isHeard && !isAnyHeard && ackId !== undefined) wire.command({ do: 'unheard', ackId });
}
