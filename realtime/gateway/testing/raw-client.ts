import net from 'node:net';
import { protocolVersion } from '#contract/protocol';
import type { FrameItem } from '#contract/wire';

/*
 * A WebSocket client without manners: it sends any bytes it is told to, answers pings only if it is told to, and reads as fast or as
 * slowly as it is told to. Frames of the server are unmasked and whole, which is all that it understands.
 */

export type RawClient = {
  readonly line: net.Socket;
  /** One text frame. */
  send(text: string): void;
  sendFrame(opcode: number, payload: Buffer): void;
  /** Resolves when the connection has ended, however it did. */
  readonly ended: Promise<void>;
  /** From now on it reads no faster than this; 0: not at all, undefined: as fast as it can. */
  readAt(bytesPerSecond: number | undefined): void;
};

export type RawClientOptions = {
  onText?: (text: string) => void;
  /** Engine.IO's heartbeat. */
  answersPings?: boolean;
  /** How much it reads at once. */
  chunk?: number;
};

/** Resolves when the line is a WebSocket; rejects when the server ends it before. */
export function connectRaw(
  port: number,
  { onText = () => undefined, answersPings = true, chunk = 65_536 }: RawClientOptions = {},
) {
  return new Promise<RawClient>((resolve, reject) => {
    let rate: number | undefined;
    const take = (length: number, buffer: Uint8Array) => {
      receive(Buffer.from(buffer.subarray(0, length)));
      if (rate) setTimeout(() => rate !== 0 && line.resume(), (1_000 * length) / rate).unref();
      return rate === undefined;
    };
    const line = net.connect({ port, host: '127.0.0.1', onread: { buffer: Buffer.alloc(chunk), callback: take } });
    const ended = new Promise<void>((end) => line.once('close', () => end()));
    const parser = createFrameParser();
    let isOpen = false;
    const client: RawClient = {
      line,
      ended,
      send: (text) => client.sendFrame(1, Buffer.from(text)),
      sendFrame: (opcode, payload) => void line.write(toFrame(opcode, payload)),
      readAt(bytesPerSecond) {
        rate = bytesPerSecond;
        if (rate === 0) line.pause();
        else line.resume();
      },
    };
    line.on('error', () => undefined);
    void ended.then(() => reject(new Error('the server ended the connection')));
    const receive = (data: Buffer) => {
      for (const text of parser(data)) {
        if (!isOpen) {
          isOpen = true;
          resolve(client);
        } else if (text === '2' && answersPings) client.send('3');
        else onText(text);
      }
    };
    line.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
  });
}

export type Reply = { ok: boolean; value?: unknown; error?: { code: string; message: string } };

export type RawPage = RawClient & {
  request(event: string, payload: unknown): Promise<Reply>;
  /** The same from an event's JSON, `["name",payload]`, as it is. */
  requestText(json: string): Promise<Reply>;
  /** Without asking for an answer. */
  sendEvent(json: string): undefined;
  /** Everything that frames brought so far. */
  readonly items: FrameItem[];
};

/** A page that is in a namespace and has been welcomed. */
export async function joinRaw(
  port: number,
  namespace: string,
  options: RawClientOptions & { auth?: unknown } = {},
): Promise<RawPage> {
  const items: FrameItem[] = [];
  const waiting = new Map<number, (reply: never) => void>();
  let welcomed: () => void = () => undefined;
  const welcome = new Promise<void>((resolve) => (welcomed = resolve));
  const onText = (text: string) => {
    options.onText?.(text);
    const [, type, id, json] = /^4([23])[^,]*,(\d*)(.*)$/s.exec(text) ?? [];
    if (type === undefined) return;
    const [first, second] = JSON.parse(json ?? '') as [unknown, unknown];
    if (type === '3') waiting.get(Number(id))?.(first as never);
    else if (first === 'welcome') welcomed();
    else if (first === 'frame') items.push(...(second as FrameItem[]));
  };
  const client = await connectRaw(port, { ...options, onText });
  const ours =
    namespace === '/graphics' ? { kind: 'graphic', bundle: 'quiz', url: '/bundles/quiz/graphics/a.html' } : { kind: 'dashboard' };
  client.send(`40${namespace},${JSON.stringify(options.auth ?? { protocol: protocolVersion, page: ours })}`);
  await welcome;
  let lastId = 0;
  const page: RawPage = {
    ...client,
    items,
    request: (event, payload) => page.requestText(JSON.stringify([event, payload])),
    requestText: (json) =>
      new Promise((resolve) => {
        waiting.set(++lastId, resolve);
        client.send(`42${namespace},${lastId}${json}`);
      }),
    sendEvent: (json) => void client.send(`42${namespace},${json}`),
  };
  return page;
}

/** A masked frame whose mask is zero: the payload stays as it is. */
function toFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const size = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.alloc(size + 4 + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (size === 2 ? length : size === 4 ? 126 : 127);
  if (size === 4) frame.writeUInt16BE(length, 2);
  if (size === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  payload.copy(frame, size + 4);
  return frame;
}

/** Takes what arrives; answers the texts that are complete. The first is the HTTP response. */
function createFrameParser(): (chunk: Buffer) => string[] {
  let parts: Buffer[] = [];
  let waiting = 0;
  let wanted = 1;
  let isHttp = true;
  return (chunk) => {
    parts.push(chunk);
    waiting += chunk.length;
    if (waiting < wanted) return [];
    let data = Buffer.concat(parts);
    const texts: string[] = [];
    for (;;) {
      const part = isHttp ? takeHttp(data) : takeFrame(data);
      wanted = typeof part === 'number' ? part : 1;
      if (typeof part === 'number') break;
      isHttp = false;
      data = data.subarray(part.length);
      if (part.text !== undefined) texts.push(part.text);
    }
    parts = [data];
    waiting = data.length;
    return texts;
  };
}

type Part = { length: number; text: string | undefined };

/** A number: so many bytes are needed. */
function takeHttp(data: Buffer): Part | number {
  const end = data.indexOf('\r\n\r\n');
  return end < 0 ? data.length + 1 : { length: end + 4, text: data.toString('latin1', 0, end) };
}

function takeFrame(data: Buffer): Part | number {
  if (data.length < 2) return 2;
  const short = (data[1] ?? 0) & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (data.length < start) return start;
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
  if (data.length < start + length) return start + length;
  const isText = ((data[0] ?? 0) & 0x0f) === 1;
  return { length: start + length, text: isText ? data.toString('utf8', start, start + length) : undefined };
}
