import type { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';
import { createQuietTurn } from '../quiet-turn.ts';
import { EncodedReply, replyText } from './encoded-reply.ts';
import { webSocketHeader, webSocketText, type FramePacket } from './frame-packet.ts';
import { watchWriting } from './watch-writing.ts';

type Conn = Socket['conn'];

/** The way to one client. What is given to it arrives in that order. */
export type SocketLine = {
  /** Sends a frame now, and the answers that wait before it with it. False: the client isn't reading, nothing was taken. */
  sendFrame(packet: FramePacket): boolean;
  /** An answer to request `id` of a namespace. It leaves with the next frame, at the latest after the first turn without another. */
  answer(namespace: string, id: number, reply: unknown): void;
  /** What the system hasn't taken yet, in characters or bytes. */
  unsent(): number;
  /** Tells when everything was taken. */
  onDrain(handler: () => void): () => void;
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
    for (const flush of flushes) flush();
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

type Answer = { head: string; reply: unknown };

function createLine(conn: Conn, atEndOfTurn: (flush: () => void) => void): SocketLine {
  const writing = watchWriting(conn);
  conn.once('close', writing.stop);
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
  const flush = (): void => {
    if (answers.length > 0) send(conn, direct(), { answers: take() });
  };

  return {
    sendFrame(packet) {
      if (unsent() >= room) return false;
      send(conn, direct(), { answers: take(), packet });
      return true;
    },
    answer(namespace, id, reply) {
      const head = `3${namespace},${id}[`;
      if (answers.push({ head, reply }) === 1) atEndOfTurn(flush);
      waitingLength += reply instanceof EncodedReply ? reply.text.length : head.length;
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
  };
}

function send(conn: Conn, socket: NetSocket | undefined, news: { answers: Answer[]; packet?: FramePacket }): void {
  if (!socket) return sendThroughEngine(conn, news);
  const parts = encodeAnswers(news.answers);
  if (news.packet) parts.push(news.packet.bytes);
  if (parts.length === 1 && parts[0]) return void socket.write(parts[0]);
  socket.cork();
  for (const part of parts) socket.write(part);
  socket.uncork();
}

/** Long polling, or a WebSocket that is busy with what Engine.IO gave it. */
function sendThroughEngine(conn: Conn, { answers, packet }: { answers: Answer[]; packet?: FramePacket }): void {
  for (const { head, reply } of answers) conn.write(`${head}${replyText(reply)}]`, { compress: false });
  // `wsPreEncodedFrame` is Engine.IO's, but not in its types.
  if (packet) conn.write(packet.text, { compress: false, wsPreEncodedFrame: [packet.bytes] } as Parameters<Conn['write']>[1]);
}

/** Answers as WebSocket frames: small ones behind one another, a shared one in place, without a copy of it. */
function encodeAnswers(answers: Answer[]): Buffer[] {
  const parts: Buffer[] = [];
  let texts: string[] = [];
  for (const { head, reply } of answers) {
    if (!(reply instanceof EncodedReply)) {
      texts.push(`4${head}${JSON.stringify(reply)}]`);
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
