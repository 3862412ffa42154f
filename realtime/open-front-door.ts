import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AuthMode } from '#contract/identity';
import { success, type Result } from '#contract/result';
import { createRateLimiter } from '#runtime/create-rate-limiter';
import { isHttpsOnly } from '#server/config/https-only';
import { isLoopback } from '#server/config/is-loopback';
import { createFrontDoor } from './front-door.ts';
import { countNetworkBytes } from './health/network-bytes.ts';
import { createAccessOf, type Access } from './http/access-of.ts';
import { createBundleFiles, type BundleFilesDeps } from './http/bundle-files.ts';
import { createGate, type Gate } from './http/door/gate.ts';
import { noteRefusal } from './http/door/note-refusal.ts';
import { doorKeyOf } from './http/door-key.ts';
import { createInternalApi } from './http/internal.ts';
import { openInternalDoor } from './http/internal-door.ts';
import { createRequestLimits, type RequestLimits } from './http/limit-requests.ts';
import { createMounted } from './http/mounted/create-mounted.ts';
import { findNextPaths, type IsNextPath } from './http/mounted/next-paths.ts';
import type { Exchange } from './http/respond.ts';
import { readTls } from './http/tls-server.ts';
import { respondUnavailable } from './http/unavailable-page.ts';
import { createWebProxy } from './http/web-proxy.ts';
import { serverFacts } from './server-facts.ts';
import { serverConfigOf } from './server-config.ts';
import type { ServerParts } from './server-parts.ts';

/** A page that is asked for while bundles are being found waits this long: OBS doesn't ask again by itself. */
const discoveryMs = 20_000;

/** Opens the public port before anything else is started, so that a taken port leaves nothing behind. What isn't there yet is answered as such. */
export async function openFrontDoor(
  parts: ServerParts,
  secret: string,
): Promise<Result<{ port: number; internalUrl?: string }, string>> {
  const { config, log, readiness } = parts;
  const tls = config.tls ? await readTls(config.tls) : success(undefined);
  if (!tls.ok) return tls;
  const internal = createInternalApi({ secret, log, services: () => internalServices(parts), limits: limitsOf(parts) });
  const publicDir = await realpath(path.join(config.projectDir, 'public'));
  const bundlesDir = await realpath(config.bundlesDir);
  const [projectDir, root] = await Promise.all([realpath(config.projectDir), realpath(config.root)]);
  let webWasReady = false;
  if (config.roles.has('web')) {
    const target = () => {
      const next = parts.web?.current();
      webWasReady ||= next !== undefined;
      return next;
    };
    parts.webProxy = createWebProxy({ target, wasReady: () => webWasReady, doorKey: doorKeyOf(secret), log });
  }
  const gate = gateOf(parts);
  const mounted = mountedOf(parts, gate, config.roles.has('web') ? await findNextPaths(config.projectDir) : () => false);
  parts.door = createFrontDoor({
    access: accessOf(parts),
    limits: limitsOf(parts),
    gate,
    readiness: () => readiness.current(),
    metrics: parts.metrics,
    publicDir,
    bundleFiles: (exchange) => serveBundleFile(exchange, parts, { bundlesDir, elsewhere: mounted.serve }),
    findBundle: (name) => findBundle(parts, name),
    own: {
      projectDir,
      root,
      mode: () => modeOf(parts),
      services: () => parts.runtime,
      findBundle: (name) => findBundle(parts, name),
      clientOf: accessOf(parts).clientOf,
      pageConfig: () => serverConfigOf(config, parts.port ?? config.port),
      assets: async () => ((await discovered(parts)) ? parts.runtime?.assets : undefined),
      audit: () => parts.runtime?.audit,
    },
    mounted,
    internal,
    web: parts.webProxy,
    hasSockets: () => parts.endSockets !== undefined,
    tls: tls.value,
    realtimeUrl: config.realtimeUrl,
    dev: config.dev,
    httpsOnly: isHttpsOnly(config),
    publicUrl: config.nextAuthUrl,
    log,
  });
  parts.networkBytes = countNetworkBytes(parts.door.server);
  const listening = await parts.door.listen(config.host, config.port);
  if (!listening.ok) return listening;
  parts.port = listening.value.port;
  if (!tls.value && isLoopback(config.host)) return listening;
  const { url, close } = await openInternalDoor(internal, log);
  parts.internalDoor = { close };
  return success({ ...listening.value, internalUrl: url });
}

/** One for the whole server: it remembers where each request comes from. */
export function accessOf(parts: ServerParts): Access {
  return (parts.access ??= createAccessOf(parts.config));
}

/** One for the whole server: what is counted at the door counts at the sockets. */
export function limitsOf(parts: ServerParts): RequestLimits {
  const { config } = parts;
  const { clientOf } = accessOf(parts);
  return (parts.limits ??= createRequestLimits({
    limiter: createRateLimiter(parts.redis),
    limits: config.rateLimits,
    clientOf,
    mode: config.authMode,
  }));
}

/** One for the whole server: it finds out once for each request who asks. */
function gateOf(parts: ServerParts): Gate {
  return (parts.gate ??= createGate({
    mode: () => modeOf(parts),
    services: () => parts.runtime,
    clientOf: accessOf(parts).clientOf,
    onRefused: (exchange) => noteRefusal(exchange, accessOf(parts).clientOf, parts.runtime?.audit),
  }));
}

/** Whether people have to sign in. */
export function modeOf({ config }: ServerParts): AuthMode {
  return config.authMode;
}

/** What extensions have mounted, where it isn't Next's own. While bundles are being found it is waited for, as their files are. */
function mountedOf(parts: ServerParts, gate: Gate, isNextPath: IsNextPath) {
  const running = async () => {
    const runtime = (await discovered(parts)) ? parts.runtime : undefined;
    return runtime && { hosts: () => runtime.hosts.http(), declared: () => runtime.bundles.declared(), access: runtime.access };
  };
  return createMounted({ gate, isNextPath, running, refuse: accessOf(parts).refuseOtherSite });
}

async function serveBundleFile(
  exchange: Exchange,
  parts: ServerParts,
  where: Pick<BundleFilesDeps, 'bundlesDir' | 'elsewhere'>,
): Promise<void> {
  const found = await discovered(parts);
  const { runtime, port } = parts;
  if (!found || !runtime || port === undefined) return respondUnavailable(exchange, true);
  const settings = { config: serverConfigOf(parts.config, port) };
  await createBundleFiles({ find: (name) => runtime.bundles.find(name), settings, ...where })(exchange);
}

/** Waits, like pages, while bundles are being found. */
async function findBundle(parts: ServerParts, name: string) {
  return (await discovered(parts)) ? parts.runtime?.bundles.find(name) : undefined;
}

async function discovered(parts: ServerParts): Promise<boolean> {
  const patience = new AbortController();
  const deadline = delay(discoveryMs, false, { signal: patience.signal, ref: false }).catch(() => false);
  const found = await Promise.race([parts.discovered.then(() => true), deadline]);
  patience.abort();
  return found;
}

function internalServices(parts: ServerParts) {
  const { runtime, gateway, readiness, vitals } = parts;
  if (!runtime || !gateway) return undefined;
  const { followers, followerCount } = gateway;
  return {
    ...runtime,
    followers,
    followerCount,
    database: () => ({ url: parts.databaseUrl ?? '' }),
    about: () => serverFacts(parts.config, parts.port),
    signIn: () => parts.config.signIn,
    health: () => ({ readiness: readiness.current(), durability: runtime.replicants.durability(), signs: vitals.signs() }),
  };
}
