import type { Socket } from 'socket.io';
import type { Connection, OutgoingFrame } from '#ports/connection';
import type { FramePacket } from './frame-packet.ts';
import type { Writing } from './watch-writing.ts';

/** What a connection says about who is behind it; it may come to say something else. */
export type ConnectionFacts = Pick<Connection, 'kind' | 'page' | 'actor' | 'protocol'>;

/** A Socket.IO socket as the gateway sees it. `encode` answers undefined for a frame in which nothing is for this client. */
export function toConnection(
  socket: Socket,
  facts: ConnectionFacts,
  { writing, encode }: { writing: Writing; encode: (frame: OutgoingFrame) => FramePacket | undefined },
): Connection {
  return {
    id: socket.id,
    get kind() {
      return facts.kind;
    },
    get page() {
      return facts.page;
    },
    get actor() {
      return facts.actor;
    },
    ...(facts.protocol ? { protocol: facts.protocol } : {}),
    remote: {
      address: socket.conn.remoteAddress.replace(/^::ffff:/, ''),
      userAgent: String(socket.handshake.headers['user-agent'] ?? '').slice(0, 512),
    },
    sendFrame(frame) {
      if (!socket.connected) return true;
      if (!writing.hasRoom()) return false;
      const packet = encode(frame);
      if (packet) socket.conn.write(packet.text, packet.options);
      return true;
    },
    onDrain: writing.onDrain,
    // Cutting the transport, unlike `disconnect`, lets the client come back by itself.
    close: () => void socket.conn.close(true),
  };
}
