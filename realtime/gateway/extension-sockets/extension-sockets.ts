import type { Json } from '#contract/json';
import type { Handshake, SocketCommand, SocketNews } from '../../extensions/host/sockets-protocol.ts';
import { webSocketText, type FramePacket } from '../frame-packet.ts';
import { unknownEvent } from '../nodecg-protocol/unknown-event.ts';
import { createRoomNews, type RoomNews } from './room-news.ts';
import { createRooms, type Move, type Rooms } from './rooms.ts';

/** A client of the default namespace, as extensions may speak to it. */
export type SocketClient = {
  readonly id: string;
  handshake(): Handshake;
  /** Whether it may hear what an extension of one of these bundles says, and be heard by it. */
  may(what: 'hear' | 'be-heard', bundles: readonly string[]): boolean;
  /** One that leaves too much unread is cut off. */
  send(packet: FramePacket): void;
  /** `answer` is called once: without arguments when it never came. */
  ask(event: string, args: readonly Json[], answer: (args?: Json[]) => void): void;
  disconnect(close: boolean): void;
};

/** The way to one extension host. */
export type SocketHostLine = {
  /** For what must arrive. */
  send(news: SocketNews): void;
  /** False: the host doesn't read, nothing was taken. */
  offer(news: SocketNews): boolean;
  /** Tells when it reads again, after it didn't. */
  onDrain(handler: () => void): () => void;
};

export type SocketAnswer = (...args: Json[]) => void;

/** Clients of the default namespace and the extensions that use `nodecg.getSocketIOServer()`. Nothing is done before one does. */
export type ExtensionSockets = {
  connected(client: SocketClient): void;
  disconnected(id: string, reason: string): void;
  joined(id: string, room: string): void;
  /** Hands an event to the hosts that listen to it, or may yet say that they do; false: none does. */
  receive(id: string, event: string, args: readonly Json[], answer: SocketAnswer | undefined): boolean;
  attachHost(line: SocketHostLine, bundles: readonly string[]): SocketHost;
};

export type SocketHost = { command(command: SocketCommand): void; closed(): void };

type Host = {
  line: SocketHostLine;
  /** Those that run in it. */
  bundles: readonly string[];
  moves: RoomNews;
  isOpen: boolean;
  hears: Set<string>;
  /** Clients that its extensions know. */
  greeted: Set<string>;
  /** Acknowledgements that this host owes, by id. */
  owed: Map<number, { client: string; question: Question }>;
  nextAckId: number;
};

/** What a client waits for: the first host that answers decides. */
type Question = { answer(...args: Json[]): void; unheard(): void };

/** Names of events that one host may listen to, and acknowledgements that it may owe. */
const eventsPerHost = 5_000;
const owedPerHost = 10_000;

type Context = { clients: Map<string, SocketClient>; rooms: Rooms; hosts: Set<Host> };

export function createExtensionSockets(): ExtensionSockets {
  const context: Context = { clients: new Map(), rooms: createRooms(), hosts: new Set() };
  const { clients, rooms, hosts } = context;
  const open = () => [...hosts].filter(({ isOpen }) => isOpen);
  return {
    connected(client) {
      clients.set(client.id, client);
      rooms.enter(client.id);
      for (const { line } of open()) line.send(arrival(client, rooms));
    },
    disconnected(id, reason) {
      if (!clients.delete(id)) return;
      rooms.gone(id);
      for (const host of open()) {
        host.line.send({ do: 'disconnected', id, reason });
        host.moves.forget(id);
        host.greeted.delete(id);
        for (const [ackId, { client }] of host.owed) if (client === id) host.owed.delete(ackId);
      }
    },
    joined(id, room) {
      if (rooms.join(id, room) === 'moved') for (const { moves } of open()) moves.moved(id, room);
    },
    receive(id, event, args, answer) {
      const client = clients.get(id);
      const reached = open().filter(({ bundles }) => client?.may('be-heard', bundles));
      const listening = reached.filter(({ hears, greeted }) => hears.has(event) || hears.has('*') || !greeted.has(id));
      const question = answer && createQuestion(event, answer, listening.length);
      for (const host of listening) handOver(host, { do: 'event', id, event, args: [...args] }, question);
      return listening.length > 0;
    },
    attachHost(line, bundles) {
      const host = createHost(line, bundles, rooms);
      hosts.add(host);
      return {
        command: (command) => obey(command, host, context),
        closed() {
          hosts.delete(host);
          host.moves.close();
          for (const { question } of host.owed.values()) question.unheard();
        },
      };
    },
  };
}

function createHost(line: SocketHostLine, bundles: readonly string[], rooms: Rooms): Host {
  const known = { hears: new Set<string>(), greeted: new Set<string>(), owed: new Map(), nextAckId: 1 };
  return { line, bundles, moves: createRoomNews(line, rooms), isOpen: false, ...known };
}

function arrival(client: SocketClient, rooms: Rooms): SocketNews {
  return { do: 'connected', id: client.id, handshake: client.handshake(), rooms: rooms.of(client.id) };
}

function handOver(host: Host, news: Extract<SocketNews, { do: 'event' }>, question: Question | undefined): void {
  host.moves.flush();
  if (!question) return void host.line.offer(news);
  if (host.owed.size >= owedPerHost) return question.answer('The extension owes too many answers. Ask again later.');
  const ackId = host.nextAckId++;
  host.owed.set(ackId, { client: news.id, question });
  if (host.line.offer({ ...news, ackId })) return;
  host.owed.delete(ackId);
  question.answer('The extension is too busy to hear this. Ask again later.');
}

function obey(command: SocketCommand, host: Host, context: Context): void {
  const { clients, rooms } = context;
  switch (command.do) {
    case 'open':
      if (host.isOpen) return;
      host.isOpen = true;
      for (const client of clients.values()) host.line.send(arrival(client, rooms));
      return;
    case 'hear':
      if (host.hears.size < eventsPerHost) host.hears.add(command.event);
      return;
    case 'emit':
      return emit(command, host, context);
    case 'ack':
      host.owed.get(command.ackId)?.question.answer(...command.args);
      return void host.owed.delete(command.ackId);
    case 'unheard':
      host.owed.get(command.ackId)?.question.unheard();
      return void host.owed.delete(command.ackId);
    case 'greeted':
      if (clients.has(command.id)) host.greeted.add(command.id);
      return;
    case 'join':
    case 'leave':
      for (const id of [...rooms.find(command.to)])
        for (const room of command.rooms) tellMove(id, room, rooms[command.do](id, room), host, context);
      return;
    case 'disconnect':
      for (const id of [...rooms.find(command.to)]) clients.get(id)?.disconnect(command.close);
  }
}

function emit({ to, event, args, ackId }: Extract<SocketCommand, { do: 'emit' }>, host: Host, context: Context): void {
  const { clients, rooms } = context;
  const hearing = (id: string): SocketClient | undefined => {
    const client = clients.get(id);
    return client?.may('hear', host.bundles) ? client : undefined;
  };
  if (ackId !== undefined) {
    const [id = ''] = rooms.find(to);
    const answered = (answer?: Json[]) => host.line.send({ do: 'acked', ackId, ...(answer && { args: answer }) });
    const client = hearing(id);
    return client ? client.ask(event, args, answered) : answered();
  }
  const text = `2${JSON.stringify([event, ...args])}`;
  const packet: FramePacket = { text, bytes: webSocketText([`4${text}`]) };
  for (const id of rooms.find(to)) hearing(id)?.send(packet);
}

/** The host that moved it knows already, and hears if it may not. */
function tellMove(id: string, room: string, move: Move, mover: Host, { hosts }: Context): void {
  if (move === 'refused') return mover.isOpen ? mover.moves.moved(id, room) : undefined;
  if (move === 'moved')
    for (const host of hosts) if (host.isOpen && (host !== mover || host.moves.wasToldWhole(id))) host.moves.moved(id, room);
}

function createQuestion(event: string, answer: SocketAnswer, hosts: number): Question {
  let left = hosts;
  let isAnswered = false;
  const once: SocketAnswer = (...args) => {
    if (isAnswered) return;
    isAnswered = true;
    answer(...args);
  };
  return {
    answer: once,
    unheard() {
      left -= 1;
      if (left === 0) once(unknownEvent(event));
    },
  };
}
