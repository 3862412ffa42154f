import type { OutgoingFrame } from '#ports/connection';

/** A Socket.IO packet on its way: `text` for Engine.IO, `bytes` the finished WebSocket frame, which all clients share. */
export type FramePacket = { text: string; bytes: Buffer };

const packets = new WeakMap<OutgoingFrame, { namespace: string; packet: FramePacket }[]>();

/** The Socket.IO event `frame` of a namespace, encoded once however many clients get it. */
export function framePacket(namespace: string, frame: OutgoingFrame): FramePacket {
  const known = packets.get(frame) ?? [];
  const same = known.find((one) => one.namespace === namespace);
  if (same) return same.packet;
  const packet = encode(namespace, frame);
  known.push({ namespace, packet });
  packets.set(frame, known);
  return packet;
}

/** `2` is Socket.IO's event; Engine.IO puts its `4` (message) before what it writes itself, so the finished frame carries it already. */
function encode(namespace: string, frame: OutgoingFrame): FramePacket {
  const text = `2${namespace},["frame",${frame.json()}]`;
  return { text, bytes: webSocketText([`4${text}`]) };
}

/** Unmasked, unfragmented WebSocket text frames (RFC 6455, 5.2), one per text, behind one another. */
export function webSocketText(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const frames = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + headerLength(length) + length, 0));
  let at = 0;
  texts.forEach((text, index) => {
    const length = lengths[index] ?? 0;
    at = writeHeader(frames, at, length);
    at += frames.write(text, at, length);
  });
  return frames;
}

/** The header of one text frame of so many bytes. */
export function webSocketHeader(length: number): Buffer {
  const header = Buffer.allocUnsafe(headerLength(length));
  writeHeader(header, 0, length);
  return header;
}

function headerLength(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10;
}

/** Answers where the text begins. */
function writeHeader(target: Buffer, at: number, length: number): number {
  const size = headerLength(length);
  target[at] = 0x81;
  target[at + 1] = size === 2 ? length : size === 4 ? 126 : 127;
  if (size === 4) target.writeUInt16BE(length, at + 2);
  if (size === 10) target.writeBigUInt64BE(BigInt(length), at + 2);
  return at + size;
}
