import type { Socket } from 'socket.io';
import { webSocketText } from './frame-packet.ts';

type Conn = Socket['conn'];
type Packet = { type: string; data?: unknown; options?: { compress?: boolean; wsPreEncodedFrame?: Buffer[] } };

/**
 * Packets that Engine.IO hands to a WebSocket together, such as the answers to a burst of requests, leave as one write: writes, not bytes,
 * are what costs. Engine.IO tells what it is about to send with the very array that it sends from.
 */
export function writeTogether(conn: Conn): void {
  conn.on('flush', (packets: Packet[]) => {
    if (packets.length < 2 || conn.transport.name !== 'websocket') return;
    const frames = packets.map(toFrame);
    if (!frames.every((frame) => frame !== undefined)) return;
    const options = { compress: false, wsPreEncodedFrame: [Buffer.concat(frames)] };
    packets.splice(0, packets.length, { type: 'message', data: '', options });
  });
}

/** Undefined: only Engine.IO knows how to write it. */
function toFrame({ type, data, options }: Packet): Buffer | undefined {
  if (type !== 'message' || typeof data !== 'string') return undefined;
  return options?.wsPreEncodedFrame?.[0] ?? webSocketText([`4${data}`]);
}
