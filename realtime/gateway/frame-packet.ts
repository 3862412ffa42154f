import type { OutgoingFrame } from '#ports/connection';

/** A frame as Engine.IO writes it: `text` for polling, and the finished WebSocket frame, which all clients share. */
export type FramePacket = { text: string; options: { compress: boolean; wsPreEncodedFrame: Buffer[] } };

const packets = new WeakMap<OutgoingFrame, Map<string, FramePacket>>();

/** The Socket.IO event `frame` of a namespace, encoded once however many clients get it. */
export function framePacket(namespace: string, frame: OutgoingFrame): FramePacket {
  const known = packets.get(frame) ?? new Map<string, FramePacket>();
  packets.set(frame, known);
  const packet = known.get(namespace) ?? encode(namespace, frame);
  known.set(namespace, packet);
  return packet;
}

/** `2` is Socket.IO's event; Engine.IO puts its `4` (message) before what it writes itself, so the finished frame carries it already. */
function encode(namespace: string, frame: OutgoingFrame): FramePacket {
  const text = `2${namespace},["frame",${frame.json()}]`;
  return { text, options: { compress: false, wsPreEncodedFrame: [webSocketText(`4${text}`)] } };
}

/** One unmasked, unfragmented WebSocket text frame (RFC 6455, 5.2). */
export function webSocketText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = 0x81;
  frame[1] = headerLength === 2 ? length : headerLength === 4 ? 126 : 127;
  if (headerLength === 4) frame.writeUInt16BE(length, 2);
  if (headerLength === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, headerLength);
  return frame;
}
