import type { Asked } from '#contract/identity';
import {
  internalPath,
  type InternalCall,
  type InternalErrorCode,
  type InternalInput,
  type InternalMethod,
  type InternalReply,
  type InternalValues,
} from '#contract/internal';
import { GatewayRefused, GatewayUnavailable } from './gateway-errors.ts';

/** Where the internal API is, without a path, and the secret shared with it. */
export type GatewayAddress = { url: string; secret: string };
export type CallGateway = <M extends InternalMethod>(method: M, input: InternalInput<M>) => Promise<InternalValues[M]>;

// Longer than the gateway itself waits for the database; a reload also waits for the bundle's extension, a saved state is many replicants.
const timeoutMs = 10_000;
const slowTimeoutMs = 60_000;
const slow = new Set<InternalMethod>([
  'bundle.reload',
  'bundle.enable',
  'bundle.disable',
  'saved.create',
  'saved.compare',
  'saved.restore',
]);

/**
 * Calls one method for whoever asks, without `asked` for Next itself, and returns its own answer. Throws `GatewayUnavailable` when the gateway is away, starting or too slow (a
 * change may then have been made), and `GatewayRefused` when it doesn't accept the call.
 */
export function createCall({ url, secret }: GatewayAddress, asked?: Asked): CallGateway {
  const base = new URL(internalPath, url);
  return async <M extends InternalMethod>(method: M, input: InternalInput<M>) => {
    const reply = await send<M>(
      new URL(method, base),
      secret,
      JSON.stringify({ input, ...(asked === undefined ? {} : { asked }) } satisfies InternalCall),
      slow.has(method) ? slowTimeoutMs : timeoutMs,
    );
    if (reply.ok) return reply.value as InternalValues[M];
    throw errorOf(reply.error);
  };
}

async function send<M extends InternalMethod>(
  url: URL,
  secret: string,
  body: string,
  giveUpMs: number,
): Promise<InternalReply<M>> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      cache: 'no-store',
      signal: AbortSignal.timeout(giveUpMs),
    });
    const reply: unknown = await response.json();
    if (isReply<M>(reply)) return reply;
  } catch (error) {
    throw new GatewayUnavailable(error instanceof Error && error.name === 'TimeoutError' ? 'it took too long' : 'no connection', {
      cause: error,
    });
  }
  throw new GatewayUnavailable('its answer was not understood');
}

function errorOf({ code, message }: { code: InternalErrorCode; message: string }): Error {
  switch (code) {
    case 'not-ready':
      return new GatewayUnavailable(message);
    case 'invalid-request':
    case 'too-large':
      return new GatewayRefused(code, message);
    case 'forbidden':
      return new GatewayRefused(code, message);
    case 'unauthorised':
    case 'unknown-method':
    case 'internal':
      return new Error(`The gateway answered "${code}": ${message}`);
  }
}

function isReply<M extends InternalMethod>(reply: unknown): reply is InternalReply<M> {
  return (
    typeof reply === 'object' &&
    reply !== null &&
    'ok' in reply &&
    typeof reply.ok === 'boolean' &&
    (reply.ok || 'error' in reply)
  );
}
