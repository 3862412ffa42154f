import type { IncomingMessage } from 'node:http';
import type { HttpHost } from '#ports/extension-hosts';
import { respondNotFound, respondText, type Exchange } from '../respond.ts';
import { forward, type Outcome } from './forward.ts';
import { createReplayableBody, type BodyBudget, type ReplayableBody } from './replayable-body.ts';

export type MountedRoutesDeps = {
  /** In the order in which they are asked. */
  hosts: () => Promise<readonly HttpHost[]>;
  /** Who asks, as the hosts are told; undefined: nobody that the server knows. */
  asker: (exchange: Exchange) => string | undefined;
  /** Whether this request may reach what a bundle has mounted. */
  mayCall: (exchange: Exchange, bundle: string) => boolean;
  /** Why this request may not reach bundles' code, for a person. */
  refuse?: (request: IncomingMessage) => string | undefined;
  limits?: Partial<typeof mountedLimits>;
};

export const mountedLimits = {
  /** A request waits so long for hosts that are being restarted, all of them together: a webhook doesn't come twice. */
  patienceMs: 3_000,
  /** Bytes of a body that are kept for the next host; longer ones go to the first that reads them. */
  keptBytes: 8 * 1024 * 1024,
  /** The same of all requests together. */
  allKeptBytes: 64 * 1024 * 1024,
  /** Requests that hosts have at once: streams of events last long. */
  requests: 2_000,
};

/**
 * Answers what no route of the server's own answers from what extensions have mounted (`nodecg.mount`). Says true if it has answered;
 * else the request is as it was, and whoever comes next may answer.
 */
export function createMountedRoutes({
  hosts,
  asker,
  mayCall,
  refuse,
  limits,
}: MountedRoutesDeps): (exchange: Exchange) => Promise<boolean> {
  const { patienceMs, keptBytes, allKeptBytes, requests } = { ...mountedLimits, ...limits };
  const budget: BodyBudget = { left: allKeptBytes };
  let underWay = 0;

  async function ask(exchange: Exchange, candidates: readonly HttpHost[]): Promise<boolean> {
    const body = createReplayableBody(exchange, keptBytes, budget);
    const ways = { asker: asker(exchange), body, wait: createWait(patienceMs) };
    let isSomebodyAway = false;
    for (const [index, host] of candidates.entries()) {
      const bundles = host.bundles.filter((bundle) => mayCall(exchange, bundle));
      const outcome = await askHost(exchange, host, { ...ways, bundles, isLast: index === candidates.length - 1 });
      if (exchange.response.destroyed || outcome === 'answered') return finish(body);
      isSomebodyAway ||= outcome === 'away' && host.hasServed();
      if (body.isLost() && index < candidates.length - 1) return respondTooLong(exchange, body);
    }
    if (isSomebodyAway) return respondAway(exchange, body);
    if (!body.hasBody) return false;
    respondNotFound(exchange);
    return finish(body);
  }

  return async (exchange) => {
    const open = (await hosts()).filter(({ bundles }) => bundles.some((bundle) => mayCall(exchange, bundle)));
    if (open.length === 0) return false;
    const candidates = await presentFirst(open);
    const refusal = refuse?.(exchange.request);
    if (refusal !== undefined) {
      respondText(exchange, 403, refusal);
      return true;
    }
    if (underWay >= requests) {
      exchange.response.setHeader('retry-after', '5');
      respondText(exchange, 503, `Extensions answer ${requests} requests already. Ask again later.`);
      return true;
    }
    underWay += 1;
    try {
      return await ask(exchange, candidates);
    } finally {
      underWay -= 1;
    }
  };
}

type Wait = (host: HttpHost, dead?: string) => Promise<string | undefined>;
type Ways = { asker: string | undefined; bundles: readonly string[]; body: ReplayableBody; isLast: boolean; wait: Wait };

/** Who is there may answer before anybody is waited for. */
async function presentFirst(hosts: readonly HttpHost[]): Promise<HttpHost[]> {
  const known = await Promise.all(hosts.map(async (host) => ({ host, isThere: (await host.address(0)) !== undefined })));
  return known.toSorted((a, b) => Number(b.isThere) - Number(a.isThere)).map(({ host }) => host);
}

/** Waits for one host after another, no longer than `patienceMs` for all of them. */
function createWait(patienceMs: number): Wait {
  let leftMs = patienceMs;
  return async (host, dead) => {
    const since = performance.now();
    const address = await host.address(leftMs, dead);
    leftMs -= performance.now() - since;
    return address;
  };
}

/** One that has just ended is asked again when it is back, since it hasn't seen the request. */
async function askHost(exchange: Exchange, host: HttpHost, { wait, ...ways }: Ways): Promise<Outcome> {
  const address = await wait(host);
  if (address === undefined || exchange.response.destroyed) return 'away';
  const outcome = await forward(exchange, { address, ...ways });
  if (outcome !== 'away') return outcome;
  const next = await wait(host, address);
  return next === undefined ? 'away' : forward(exchange, { address: next, ...ways });
}

function finish(body: ReplayableBody): true {
  body.discard();
  return true;
}

function respondAway(exchange: Exchange, body: ReplayableBody): true {
  exchange.response.setHeader('retry-after', '2');
  respondText(exchange, 503, 'The extension that may answer this is starting. Ask again in a moment; the bundles page shows it.');
  return finish(body);
}

function respondTooLong(exchange: Exchange, body: ReplayableBody): true {
  respondText(
    exchange,
    413,
    'Several bundles answer requests, and the first one read this long body without wanting it. Mount the route for it at a path of its own.',
  );
  return finish(body);
}
