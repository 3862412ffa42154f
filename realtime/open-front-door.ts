import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { success, type Result } from '#contract/result';
import { createFrontDoor } from './front-door.ts';
import { countNetworkBytes } from './health/network-bytes.ts';
import { createAccess, type Access } from './http/access.ts';
import { createBundleFiles } from './http/bundle-files.ts';
import { createNodecgRoutes } from './http/nodecg-routes.ts';
import { createInternalApi } from './http/internal.ts';
import { openInternalDoor } from './http/internal-door.ts';
import type { Exchange } from './http/respond.ts';
import { readTls } from './http/tls-server.ts';
import { respondUnavailable } from './http/unavailable-page.ts';
import { createWebProxy } from './http/web-proxy.ts';
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
  const internal = createInternalApi({ secret, log, services: () => internalServices(parts) });
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
    parts.webProxy = createWebProxy({ target, wasReady: () => webWasReady, log });
  }
  parts.door = createFrontDoor({
    access: accessOf(parts),
    readiness: () => readiness.current(),
    metrics: parts.metrics,
    publicDir,
    bundleFiles: (exchange) => serveBundleFile(exchange, parts, bundlesDir),
    routes: createNodecgRoutes({ projectDir, root, pageConfig: () => serverConfigOf(config, parts.port ?? config.port) }),
    internal,
    web: parts.webProxy,
    hasSockets: () => parts.endSockets !== undefined,
    tls: tls.value,
    log,
  });
  parts.networkBytes = countNetworkBytes(parts.door.server);
  const listening = await parts.door.listen(config.host, config.port);
  if (!listening.ok) return listening;
  parts.port = listening.value.port;
  if (!tls.value) return listening;
  const { url, close } = await openInternalDoor(internal, log);
  parts.internalDoor = { close };
  return success({ ...listening.value, internalUrl: url });
}

export function accessOf({ config }: Pick<ServerParts, 'config'>): Access {
  return createAccess(config.allowedOrigins);
}

async function serveBundleFile(exchange: Exchange, parts: ServerParts, bundlesDir: string): Promise<void> {
  const found = await discovered(parts);
  const { runtime, port } = parts;
  if (!found || !runtime || port === undefined) return respondUnavailable(exchange, true);
  const settings = { config: serverConfigOf(parts.config, port) };
  await createBundleFiles({ find: (name) => runtime.bundles.find(name), bundlesDir, settings })(exchange);
}

async function discovered(parts: ServerParts): Promise<boolean> {
  const patience = new AbortController();
  const deadline = delay(discoveryMs, false, { signal: patience.signal, ref: false }).catch(() => false);
  const found = await Promise.race([parts.discovered.then(() => true), deadline]);
  patience.abort();
  return found;
}

function internalServices({ runtime, gateway, readiness, vitals }: ServerParts) {
  if (!runtime || !gateway) return undefined;
  const { followers, followerCount } = gateway;
  return {
    ...runtime,
    followers,
    followerCount,
    health: () => ({ readiness: readiness.current(), durability: runtime.replicants.durability(), signs: vitals.signs() }),
  };
}
