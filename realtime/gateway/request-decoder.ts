import { Decoder } from 'socket.io-parser';
import type { Socket } from 'socket.io';
import { keepRecent } from './keep-recent.ts';

/** Takes one request of a namespace; `id` is there where the client wants an answer. */
export type TakeRequest = (event: string, payload: unknown, id: number | undefined) => void;

/** Names that Socket.IO keeps for itself; it refuses whoever sends them. */
const reserved = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']);
/** A page's subscriptions: when many pages of one kind come back at once, they all send the same text. */
const subscriptions = keepRecent<string, unknown[]>(4 * 1024 * 1024);

/**
 * Socket.IO's decoder, but our requests go straight to who takes them: Socket.IO's own way costs two ticks and a dozen closures per
 * event, more than a change itself. Whatever isn't plainly a request stays Socket.IO's business.
 */
export class RequestDecoder extends Decoder {
  /** By namespace. */
  readonly takers = new Map<string, TakeRequest>();

  override add(data: unknown): void {
    const request = typeof data === 'string' ? readRequest(data) : undefined;
    const take = request && this.takers.get(request.namespace);
    if (request && take) take(request.event, request.payload, request.id);
    else super.add(data);
  }
}

/** Hands this socket's requests to `take` until it disconnects. False: its connection has another decoder, listen for events instead. */
export function takeRequests(socket: Socket, take: TakeRequest): boolean {
  const { decoder } = socket.client as unknown as { decoder?: unknown };
  if (!(decoder instanceof RequestDecoder)) return false;
  const namespace = socket.nsp.name;
  decoder.takers.set(namespace, take);
  socket.once('disconnect', () => decoder.takers.delete(namespace));
  return true;
}

type Request = { namespace: string; id: number | undefined; event: string; payload: unknown };

/** `2/dashboard,17["propose",{…}]`: type, namespace, id, arguments. */
function readRequest(text: string): Request | undefined {
  if (!text.startsWith('2/')) return undefined;
  const comma = text.indexOf(',');
  const bracket = text.indexOf('[', comma);
  // An id has at most 15 digits, else it is no number that comes back unchanged.
  if (comma < 0 || bracket < 0 || bracket - comma > 16) return undefined;
  const digits = text.slice(comma + 1, bracket);
  if (!/^\d*$/.test(digits)) return undefined;
  const json = text.slice(bracket);
  const args = json.startsWith('["subscribe"') ? parseOnce(json) : parseArguments(json);
  const event: unknown = args?.[0];
  if (!args || typeof event !== 'string' || reserved.has(event)) return undefined;
  return { namespace: text.slice(1, comma), id: digits === '' ? undefined : Number(digits), event, payload: args[1] };
}

/** The same objects for the same text: what was found out about them once holds for everybody who sends it. */
function parseOnce(text: string): unknown[] | undefined {
  const known = subscriptions.get(text);
  if (known) return known;
  const args = parseArguments(text);
  if (args) subscriptions.set(text, args, text.length);
  return args;
}

function parseArguments(text: string): unknown[] | undefined {
  try {
    const args: unknown = JSON.parse(text);
    return Array.isArray(args) ? args : undefined;
  } catch {
    return undefined;
  }
}
