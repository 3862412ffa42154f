import type { IncomingMessage } from 'node:http';
import type { Asker, AuthMode } from '#contract/identity';
import type { AccessService } from '#services/access/types';
import { localAsker, type IdentityService } from '#services/identity/index';
import { credentialsOf, otherKeysOf } from '../credentials-of.ts';
import type { ClientOf } from '../client-of.ts';
import { requestOrigin } from '../request-origin.ts';
import { respondUnavailable } from '../unavailable-page.ts';
import type { Exchange } from '../respond.ts';
import { askToSignIn, refuseForeign, refuseSignedIn } from './refuse.ts';
import { isSafe, type Need, type Rule } from './route.ts';

export type GateAccess = Pick<AccessService, 'allows' | 'seesEverything' | 'seesSomeOf' | 'seesWorkspace'>;
export type GateDeps = {
  mode: () => AuthMode;
  /** Undefined while the server starts: then nobody is known. */
  services: () => { identity: Pick<IdentityService, 'authenticate'>; access: GateAccess } | undefined;
  clientOf: ClientOf;
  /** Hears of each refusal, before it is answered. */
  onRefused?: (exchange: Exchange) => void;
};

/** Lets in whom a rule allows, and tells everybody else. */
export type Gate = {
  /** True: the request may be served. False: it has been answered. */
  admits(exchange: Exchange, rule: Rule): Promise<boolean>;
  /** Who asks; found out once for each request. Undefined: nobody that counts. */
  askerOf(request: IncomingMessage): Promise<Asker | undefined>;
  /** Whether who asks may, without an answer to them. */
  allows(exchange: Exchange, need: Need): Promise<boolean>;
  /** Whether somebody asks who may see the server at all. */
  knows(request: IncomingMessage): Promise<boolean>;
  /**
   * For what everybody may ask, and who asks is found out later: a change that comes with a cookie of ours, and not shown to come from a
   * page of ours, is answered with a refusal. True: it was.
   */
  refusesForged(exchange: Exchange): boolean;
  /** Another site's page may send nothing that changes something, but for what is asked by a token that no browser sends by itself. */
  mayComeFromElsewhere(request: IncomingMessage): Promise<boolean>;
};

export function createGate({ mode, services, clientOf, onRefused }: GateDeps): Gate {
  const known = new WeakMap<IncomingMessage, Promise<Asker | undefined>>();
  const over = createShortMemory();

  const askerOf = (request: IncomingMessage): Promise<Asker | undefined> => {
    const before = known.get(request);
    if (before) return before;
    const asker = find(request);
    known.set(request, asker);
    return asker;
  };

  async function find(request: IncomingMessage): Promise<Asker | undefined> {
    if (mode() === 'open') return localAsker;
    const credentials = credentialsOf(request);
    if (Object.keys(credentials).length === 0) return undefined;
    const asker = await services()?.identity.authenticate(credentials, requestOrigin(request, clientOf));
    if (asker || credentials.bearer !== undefined) return asker;
    return withOtherKey(request, () => true);
  }

  /** A browser sends the keys of all its graphics where they share something; any of them may open it. */
  async function withOtherKey(request: IncomingMessage, fits: (asker: Asker) => boolean): Promise<Asker | undefined> {
    const origin = requestOrigin(request, clientOf);
    for (const keyCookie of otherKeysOf(request)) {
      if (over.has(keyCookie)) continue;
      const asker = await services()?.identity.authenticate({ keyCookie }, origin);
      if (asker && fits(asker)) return asker;
      if (!asker) over.add(keyCookie);
    }
    return undefined;
  }

  const allows = async (exchange: Exchange, need: Need): Promise<boolean> => {
    const asker = (exchange.asker ??= await askerOf(exchange.request));
    return isMet(need, asker, services()?.access);
  };

  return {
    askerOf,
    allows,
    knows: async (request) => isMet(seesServer, await askerOf(request), services()?.access),
    refusesForged(exchange) {
      if (mode() === 'open' || isSafe(exchange) || !isByCookie(exchange.request) || comesFromOwnPage(exchange.request))
        return false;
      onRefused?.(exchange);
      refuseForeign(exchange);
      return true;
    },
    async mayComeFromElsewhere(request) {
      if (mode() === 'open' || request.headers.authorization === undefined) return false;
      return (await askerOf(request))?.via === 'bearer';
    },
    async admits(exchange, rule) {
      if (mode() === 'open') {
        exchange.asker = localAsker;
        return true;
      }
      const need = typeof rule === 'function' ? await rule(exchange) : rule;
      if (need === 'nobody') return true;
      if (!services()) return (respondUnavailable(exchange, true), false);
      const asker = (exchange.asker = await askerOf(exchange.request));
      if (!asker) {
        onRefused?.(exchange);
        return (askToSignIn(exchange), false);
      }
      if (!isSafe(exchange) && isSentByItself(asker) && !comesFromOwnPage(exchange.request))
        return (onRefused?.(exchange), refuseForeign(exchange), false);
      if (await allows(exchange, need)) return true;
      const other = isSentByItself(asker)
        ? await withOtherKey(exchange.request, (one) => isMet(need, one, services()?.access))
        : undefined;
      if (other) return ((exchange.asker = other), true);
      onRefused?.(exchange);
      refuseSignedIn(exchange, asker);
      return false;
    },
  };
}

const mostRemembered = 1_000;
const rememberedMs = 30_000;
const seesServer: Need = { action: 'server.see', resource: { kind: 'server' } };

/** A browser adds it to whatever a page of any site sends. */
export function isSentByItself({ via }: Asker): boolean {
  return via === 'session' || via === 'key-cookie';
}

/** It brings what a browser adds by itself, and no token: that no page of another site can add. */
function isByCookie(request: IncomingMessage): boolean {
  const { sessionToken, keyCookie, bearer } = credentialsOf(request);
  return bearer === undefined && (sessionToken ?? keyCookie) !== undefined;
}

/** Shown by the browser, not only not contradicted. An Origin has been compared with ours already. */
export function comesFromOwnPage({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] === 'same-origin';
}

/** Keys that opened nothing a moment ago: a page's many files needn't each count as an attempt. */
function createShortMemory() {
  const until = new Map<string, number>();
  return {
    has: (text: string): boolean => (until.get(text) ?? 0) > Date.now(),
    add(text: string): void {
      if (until.size >= mostRemembered) until.clear();
      until.set(text, Date.now() + rememberedMs);
    },
  };
}

function isMet(need: Need, asker: Asker | undefined, access: GateAccess | undefined): boolean {
  if (need === 'nobody') return true;
  if (!asker) return false;
  if (need === 'somebody') return true;
  const { actor } = asker;
  if (!access) return actor.role === 'ADMIN' && actor.access?.reach !== 'granted';
  if (need === 'everything') return access.seesEverything(actor);
  if ('someOf' in need) return access.seesSomeOf(actor, need.someOf);
  if ('workspace' in need) return access.seesWorkspace(actor, need.workspace);
  if ('any' in need) return need.any.some((one) => isMet(one, asker, access));
  if ('every' in need) return need.every.every((one) => isMet(one, asker, access));
  return access.allows(actor, need.action, need.resource);
}
