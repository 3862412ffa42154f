import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Asker, AuthMode } from '#contract/identity';
import { internalPath } from '#contract/internal';
import type { RateLimiter } from '#ports/rate-limiter';
import { isLoopback } from '#server/config/is-loopback';
import type { RateLimitName, RateLimits } from '#server/config/rate-limits';
import { networkOf } from '#services/identity/index';
import type { ClientOf } from './client-of.ts';
import { respondText, respondJson, type Exchange } from './respond.ts';

export type LimitDeps = { limiter: RateLimiter; limits: RateLimits; clientOf: ClientOf; mode: AuthMode };

export type RequestLimits = {
  /** True: too much, and it has been answered so. By the address alone, before anybody is asked who this is. */
  refuseAddress(exchange: Exchange): Promise<boolean>;
  /** The same for changes, by who asks: `askerOf` is asked where no rule has found that out. */
  refuseAsker(exchange: Exchange, askerOf: () => Promise<Asker | undefined>): Promise<boolean>;
  /** Seconds until this address may open another socket; undefined: now. */
  socket(request: IncomingMessage): Promise<number | undefined>;
  /** A key or token opened nothing. */
  keyFailed(address: string): void;
  /**
   * True: from here too many keys were tried that open nothing, this one opens nothing either, and it has been answered so. One that does
   * open something is never held up: somebody else behind the same address may be the one who tries.
   */
  refuseKey(exchange: Exchange, isKnown: () => Promise<boolean>): Promise<boolean>;
  /**
   * The same for the secret between web and gateway, as often as sign-ins may fail. An address that has guessed too often is refused with the
   * right one, too, but for this machine's own, where our own web process asks.
   */
  refuseSecret(exchange: Exchange, isRight: boolean): Promise<boolean>;
};

/**
 * How often who may ask what, see `usualRateLimits`. What keeps a show on air isn't counted where it comes from this machine: files and
 * sockets. A sign-in that succeeds is given back, so that a crew behind one address can sign in at once.
 */
export function createRequestLimits({ limiter, limits, clientOf, mode }: LimitDeps): RequestLimits {
  // In open mode whoever is on this machine may do everything already.
  const isFree = (address: string): boolean => mode === 'open' && isLoopback(address);
  const take = (name: RateLimitName, who: string) => limiter.take(`${name}:${who}`, limits[name]);

  return {
    async refuseAddress(exchange) {
      const { address } = clientOf(exchange.request);
      if (isFree(address)) return false;
      const who = networkOf(address);
      const kind = kindOf(exchange);
      const waits = [
        isLoopback(address) ? undefined : await take('all', who),
        kind === undefined ? undefined : await take(kind, who),
      ];
      const wait = longest(waits);
      if (wait !== undefined) return refuse(exchange, wait);
      if (kind === 'sign-in') giveBackOnSuccess(exchange, () => limiter.giveBack(`sign-in:${who}`, limits['sign-in']));
      return false;
    },
    async refuseAsker(exchange, askerOf) {
      const name = changeOf(exchange);
      if (name === undefined || isFree(clientOf(exchange.request).address)) return false;
      const who = await changerOf(exchange, askerOf);
      const wait = who === undefined ? undefined : await take(name, who);
      return wait === undefined ? false : refuse(exchange, wait);
    },
    async socket(request) {
      const { address } = clientOf(request);
      if (isLoopback(address)) return undefined;
      return take('socket', networkOf(address));
    },
    keyFailed(address) {
      if (!isFree(address)) void take('key', networkOf(address));
    },
    async refuseKey(exchange, isKnown) {
      if (!bringsKey(exchange)) return false;
      const { address } = clientOf(exchange.request);
      const wait = isFree(address) ? undefined : await limiter.look(`key:${networkOf(address)}`, limits.key);
      return wait === undefined || (await isKnown()) ? false : refuse(exchange, wait);
    },
    async refuseSecret(exchange, isRight) {
      const { address } = clientOf(exchange.request);
      if (isRight && isLoopback(address)) return false;
      const name = `internal:${networkOf(address)}`;
      const wait = await limiter[isRight ? 'look' : 'take'](name, limits['sign-in']);
      return wait === undefined ? false : refuse(exchange, wait);
    },
  };
}

/** What is tried from outside before anybody is known. */
function kindOf({ request, path: raw }: Exchange): 'sign-in' | 'invite' | undefined {
  const path = decoded(raw);
  const isPost = request.method === 'POST';
  if (isPost && /^\/(?:api\/auth\/(?:callback|signin)(?:\/|$)|login\/local\/?$)/.test(path)) return 'sign-in';
  if (/^\/api\/trpc\/(?:[^/]*,)?(?:setup\.|invite\.(?:accept|read)\b|passwordLink\.(?:use|read)\b)/.test(path)) return 'invite';
  return undefined;
}

/**
 * By whom a change is counted. What is open to everybody at the door, as the dashboard's API is, asks behind it who it is: a token counts by
 * itself then, because one that opens nothing would be counted as tried in both places.
 */
async function changerOf(
  { asker: found, request }: Exchange,
  askerOf: () => Promise<Asker | undefined>,
): Promise<string | undefined> {
  const { authorization } = request.headers;
  if (!found && authorization !== undefined) return createHash('sha256').update(authorization).digest('base64url');
  const asker = found ?? (await askerOf());
  return asker?.keyId ?? asker?.userId ?? asker?.actor.id;
}

/** What changes something, by whom it is counted. */
function changeOf({ request, path }: Exchange): 'change' | 'upload' | undefined {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return undefined;
  if (path.startsWith('/assets/')) return 'upload';
  return decoded(path).startsWith('/api/') ? 'change' : undefined;
}

/** As Next reads it. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The internal API's secret is no key, and is counted by itself. */
function bringsKey({ request, query, path }: Exchange): boolean {
  if (path.startsWith(internalPath)) return false;
  return query.has('key') || request.headers.authorization !== undefined;
}

function giveBackOnSuccess({ response }: Exchange, giveBack: () => Promise<void>): void {
  response.once('finish', () => {
    const cookies = [response.getHeader('set-cookie') ?? []].flat().map(String);
    if (cookies.some((cookie) => /session-token(?:\.\d+)?=[^;]/.test(cookie))) void giveBack();
  });
}

function longest(waits: readonly (number | undefined)[]): number | undefined {
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function refuse(exchange: Exchange, seconds: number): true {
  const message = `Too much at once from here. Try again in ${seconds} s.`;
  exchange.response.setHeader('retry-after', String(seconds));
  if (!exchange.request.complete) exchange.response.setHeader('connection', 'close');
  const wantsJson = exchange.path.startsWith('/api/') || (exchange.request.headers.accept ?? '').includes('application/json');
  if (wantsJson) respondJson(exchange, 429, { ok: false, error: { code: 'too-many-requests', message } });
  else respondText(exchange, 429, message);
  return true;
}
