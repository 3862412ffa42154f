import type { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';
import { createQuietTurn } from '../quiet-turn.ts';
import { failure } from '#contract/result';
import { EncodedReply } from './encoded-reply.ts';
import { webSocketHeader, webSocketText, type FramePacket } from './frame-packet.ts';
import { watchWriting } from './watch-writing.ts';

type Conn = Socket['conn'];

/** The way to one client. What is given to it arrives in that order. */
export type SocketLine = {
  /** Sends a frame now, and the answers that wait before it with it. False: the client isn't reading, nothing was taken. */
  sendFrame(packet: FramePacket): boolean;
  /** The same, whether the client is reading or not: whoever sends looks at `unsent` first. */
  sendAnyway(packet: FramePacket): void;
  /** An answer to request `id` of a namespace. It leaves with the next frame, at the latest after the first turn without another. */
  answer(namespace: string, id: number, reply: unknown): void;
  /** What the system hasn't taken yet, in characters or bytes. */
  unsent(): number;
  /** Tells when everything was taken, after it wasn't. */
  onDrain(handler: () => void): () => void;
  /** Calls once, when the system has all that was given so far, or the line is closed. */
  whenTaken(handler: () => void): void;
};

/** An answer waits so long for the frame of the same burst, with which it leaves in one write. */
const gatherMs = 2;

/** Characters that may wait for a client, before frames are held back and become newest states instead. */
const room = 64 * 1024;

/** Answers that a client may leave unread before it is closed, in characters. */
export const unreadAnswers = 32 * 1024 * 1024;

/** `lineOf` answers one line per Engine.IO connection, whatever namespaces are in it. */
export function createSocketLines(): { lineOf(conn: Conn): SocketLine } {
  const lines = new WeakMap<Conn, SocketLine>();
  let due: (() => void)[] = [];
  const flushAll = (): void => {
    const flushes = due;
    due = [];
    for (const flush of flushes) flush(); // Each looks after itself: see sendNow.
  };
  const end = createQuietTurn(flushAll, { longestMs: gatherMs });
  const atEndOfTurn = (flush: () => void): void => {
    due.push(flush);
    end.ask();
  };
  return {
    lineOf(conn) {
      const line = lines.get(conn) ?? createLine(conn, atEndOfTurn);
      lines.set(conn, line);
      return line;
    },
  };
}

/** JSON already: what can't be encoded is found out by its asker, not by whoever writes next. */
type Answer = { head: string; reply: string | EncodedReply };

function createLine(conn: Conn, atEndOfTurn: (flush: () => void) => void): SocketLine {
  const writing = watchWriting(conn);
  const takers = new Set<() => void>();
  let isClosed = false;
  conn.once('close', () => {
    isClosed = true;
    writing.stop();
    settle();
  });
  // What went through Engine.IO.
  conn.on('drain', () => settle());
  let answers: Answer[] = [];
  let waitingLength = 0;
  let known: NetSocket | undefined;

  /** The system's socket, where a WebSocket frame may be written to it: nothing is on its way through Engine.IO. */
  const direct = (): NetSocket | undefined => {
    if (conn.readyState !== 'open' || bufferOf(conn).length > 0) return undefined;
    known ??= netSocketOf(conn);
    return known?.writable ? known : undefined;
  };
  const take = (): Answer[] => {
    const taken = answers;
    answers = [];
    waitingLength = 0;
    return taken;
  };
  const unsent = (): number => writing.unflushed() + (known?.writableLength ?? 0);
  const settle = (): void => {
    if (takers.size === 0 || (!isClosed && (answers.length > 0 || unsent() > 0))) return;
    const taken = [...takers];
    takers.clear();
    for (const handler of taken) handler();
  };
  /** The system calls back for every write; that is asked for only where somebody waits. */
  const sendNow = (packet?: FramePacket): void => {
    const news = packet ? { answers: take(), packet } : { answers: take() };
    try {
      send(conn, direct(), takers.size > 0 ? { ...news, onTaken: settle } : news);
    } catch {
      // Too long for a buffer, say: the client comes back and asks anew, and nobody else notices.
      conn.close(true);
    }
  };

  return {
    sendFrame(packet) {
      if (unsent() >= room) return false;
      sendNow(packet);
      return true;
    },
    sendAnyway: (packet) => sendNow(packet),
    answer(namespace, id, reply) {
      const head = `3${namespace},${id}[`;
      const encoded = reply instanceof EncodedReply ? reply : encodeReply(reply);
      if (answers.push({ head, reply: encoded }) === 1) atEndOfTurn(() => void (answers.length > 0 && sendNow()));
      waitingLength += head.length + (typeof encoded === 'string' ? encoded.length : encoded.text.length);
    },
    unsent: () => unsent() + waitingLength,
    onDrain(handler) {
      known ??= netSocketOf(conn);
      const socket = known;
      conn.on('drain', handler);
      socket?.on('drain', handler);
      return () => {
        conn.off('drain', handler);
        socket?.off('drain', handler);
      };
    },
    whenTaken(handler) {
      takers.add(handler);
      settle();
    },
  };
}

type News = { answers: Answer[]; packet?: FramePacket; onTaken?: () => void };

function send(conn: Conn, socket: NetSocket | undefined, news: News): void {
  if (!socket) return sendThroughEngine(conn, news);
  const parts = encodeAnswers(news.answers);
  if (news.packet) parts.push(news.packet.bytes);
  const last = parts.pop();
  if (!last) return news.onTaken?.();
  if (parts.length > 0) socket.cork();
  for (const part of parts) socket.write(part);
  socket.write(last, news.onTaken);
  if (parts.length > 0) socket.uncork();
}

/** Long polling, or a WebSocket that is busy with what Engine.IO gave it. */
function sendThroughEngine(conn: Conn, { answers, packet }: News): void {
  for (const { head, reply } of answers) {
    conn.write(`${head}${typeof reply === 'string' ? reply : reply.text}]`, { compress: false });
  }
  // `wsPreEncodedFrame` is Engine.IO's, but not in its types.
  if (packet) conn.write(packet.text, { compress: false, wsPreEncodedFrame: [packet.bytes] } as Parameters<Conn['write']>[1]);
}

/** Answers as WebSocket frames: small ones behind one another, a shared one in place, without a copy of it. */
function encodeAnswers(answers: Answer[]): Buffer[] {
  const parts: Buffer[] = [];
  let texts: string[] = [];
  for (const { head, reply } of answers) {
    if (typeof reply === 'string') {
      texts.push(`4${head}${reply}]`);
      continue;
    }
    if (texts.length > 0) parts.push(webSocketText(texts));
    texts = [];
    const start = Buffer.from(`4${head}`);
    parts.push(webSocketHeader(start.length + reply.bytes.length + 1), start, reply.bytes, closingBracket);
  }
  if (texts.length > 0) parts.push(webSocketText(texts));
  return parts;
}

const tooLong = JSON.stringify(
  failure({ code: 'internal', message: 'The answer is too long to be sent. Ask for less at once.' }),
);

function encodeReply(reply: unknown): string {
  try {
    return JSON.stringify(reply);
  } catch {
    return tooLong;
  }
}

const closingBracket = Buffer.from(']');

/** What Engine.IO itself has to send yet. Private there, so it may be missing one day: then everything goes through Engine.IO. */
function bufferOf(conn: Conn): { length: number } {
  return (conn as unknown as { writeBuffer?: unknown[] }).writeBuffer ?? { length: 1 };
}

/** The socket under a WebSocket; undefined for long polling. A connection that is a WebSocket stays one. */
function netSocketOf(conn: Conn): NetSocket | undefined {
  const { name, socket } = conn.transport as unknown as { name: string; socket?: { _socket?: NetSocket | null } };
  return name === 'websocket' ? (socket?._socket ?? undefined) : undefined;
}
