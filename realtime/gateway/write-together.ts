import type { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';

type Conn = Socket['conn'];
/** The two layers below a WebSocket transport of Engine.IO. Neither is public, so that they are looked for, not relied on. */
type Below = { socket?: { _socket?: Pick<NetSocket, 'cork' | 'uncork'> } };

/** Packets that Engine.IO hands to a WebSocket together, such as the answers to a burst of requests, leave as one write: writes, not bytes, are what costs. */
export function writeTogether(conn: Conn): void {
  let corked: Pick<NetSocket, 'uncork'> | undefined;
  conn.on('flush', (packets: unknown[]) => {
    if (packets.length < 2) return;
    const line = (conn.transport as unknown as Below).socket?._socket;
    if (typeof line?.cork !== 'function') return;
    line.cork();
    corked = line;
  });
  // Comes right after it, in the same turn.
  conn.on('drain', () => {
    corked?.uncork();
    corked = undefined;
  });
}
