import type { Socket } from 'socket.io';
import type { Connection, OutgoingFrame } from '#ports/connection';
import { actorFrom } from '#services/audit/index';
import type { FramePacket } from './frame-packet.ts';
import type { SocketLine } from './socket-line.ts';

/** What a connection says about who is behind it; it may come to say something else. */
export type ConnectionFacts = Pick<Connection, 'kind' | 'page' | 'actor' | 'protocol' | 'asker'>;

/** The line of a socket, how it is written to, and who is at its other end. */
export type SocketWay = {
  line: SocketLine;
  encode: (frame: OutgoingFrame) => FramePacket | undefined;
  remote: Connection['remote'];
};

/** A Socket.IO socket as the gateway sees it. `encode` answers undefined for a frame in which nothing is for this client. */
export function toConnection(socket: Socket, facts: ConnectionFacts, way: SocketWay): Connection {
  const { line, encode, remote } = way;
  // Its own object, so that the audit log can say from where it asks.
  let given = facts.actor;
  let signer = facts.asker;
  let actor = actorFrom(given, remote, signer);
  return {
    id: socket.id,
    get kind() {
      return facts.kind;
    },
    get page() {
      return facts.page;
    },
    get actor() {
      if (given !== facts.actor || signer !== facts.asker)
        actor = actorFrom((given = facts.actor), remote, (signer = facts.asker));
      return actor;
    },
    ...(facts.protocol ? { protocol: facts.protocol } : {}),
    get asker() {
      return facts.asker;
    },
    remote,
    sendFrame(frame) {
      if (!socket.connected) return true;
      const packet = encode(frame);
      return packet === undefined || line.sendFrame(packet);
    },
    onDrain: line.onDrain,
    // Cutting the transport, unlike `disconnect`, lets the client come back by itself.
    close() {
      socket.conn.close(true);
      destroyLine(socket.conn);
    },
  };
}

/** A WebSocket would wait half a minute for the other side's goodbye, and keep all that is waiting to be sent: there is nobody to read it. */
export function destroyLine(conn: Socket['conn']): void {
  (conn.transport as { socket?: { terminate?: () => void } }).socket?.terminate?.();
}
