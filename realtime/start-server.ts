import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { failure, success, type Result } from '#contract/result';
import { createGatewayRuntime, type GatewayCore, type GatewayRuntime } from '#runtime/create-gateway-runtime';
import { serverNow } from '#runtime/server-clock';
import { startEmbeddedDatabase } from '#runtime/start-embedded-database';
import type { Config } from '#server/config/config';
import { extensionEnvironment } from '#server/config/process-environment';
import { announce } from './announce.ts';
import { announceSetUp, ownUrl, reachableUrl } from './announce-set-up.ts';
import { startNext } from './children/next.ts';
import { supervise } from './children/supervise.ts';
import { openDataFolder, readOrMakeSecret } from './data-folder.ts';
import { createExtensionHosts } from './extensions/create-extension-hosts.ts';
import { noteKnock, noteRefused } from './gateway/entry/note-refused.ts';
import { createGateway } from './gateway/create-gateway.ts';
import { createLiveConnections } from './gateway/entry/live-connections.ts';
import { serveSocketIo } from './gateway/socket-io.ts';
import { describeSigns } from './health/describe-signs.ts';
import { describeInTheClear, describeSurroundings } from './health/describe-surroundings.ts';
import { createMetrics } from './health/metrics.ts';
import { watchVitals } from './health/vitals.ts';
import { countFailedKeys } from './http/count-failed-keys.ts';
import { createReadiness } from './http/readiness.ts';
import type { ServerLog } from './log.ts';
import { accessOf, limitsOf, modeOf, openFrontDoor } from './open-front-door.ts';
import { aborted, bundlesStarted } from './bundles-started.ts';
import { createRuntimeFile } from './runtime-file.ts';
import { authorityOf, fullConfigOf } from './server-config.ts';
import type { ServerParts } from './server-parts.ts';

const stopped = 'The server was stopped while it started.';

/** A server of which nothing has come up yet. */
export function createServerParts(config: Config, log: ServerLog): ServerParts {
  const checks = ['database', 'gateway', ...(config.roles.has('web') ? (['web'] as const) : []), 'bundles'] as const;
  let tellDiscovered: () => void = () => undefined;
  const discovered = new Promise<void>((resolve) => {
    tellDiscovered = resolve;
  });
  const vitals = watchVitals({ dataDir: config.dataDir, log, slowClients: () => parts.gateway?.slowClients() ?? 0 });
  const readiness = createReadiness(config.version, checks, () => [
    ...describeSigns(vitals.signs(), serverNow()),
    ...describeSurroundings(config, parts.redis),
  ]);
  const metrics = createMetrics({
    vitals,
    readiness: readiness.current,
    durability: () => parts.runtime?.replicants.durability(),
    extensions: () => parts.runtime?.hosts.statuses(),
    network: () => parts.networkBytes?.() ?? { in: 0, out: 0 },
  });
  const end = new AbortController();
  const parts: ServerParts = { config, log, readiness, vitals, metrics, end, discovered, tellDiscovered };
  return parts;
}

/**
 * Brings a server up. Fails with a message for a person; whatever had come up by then is in `parts`, for `stopServer` to take down.
 * The public port is taken first, so that nothing is started in vain.
 */
export async function startServer(parts: ServerParts): Promise<Result<null, string>> {
  const { config, log } = parts;
  const folder = await openDataFolder(config);
  if (!folder.ok) return folder;
  parts.releaseFolder = folder.value;
  const secret = config.realtimeSecret ?? (await readOrMakeSecret(config.dataDir, 'realtime-secret'));
  const nextAuthSecret = (parts.nextAuthSecret =
    config.nextAuthSecret ?? (await readOrMakeSecret(config.dataDir, 'nextauth-secret')));
  if (config.redisUrl !== undefined) {
    // Its client takes 12 MiB.
    const { openRedis } = await import('#runtime/open-redis');
    parts.redis = openRedis(config.redisUrl, log);
  }
  const door = await openFrontDoor(parts, secret);
  if (!door.ok) return door;
  const url = `${config.tls ? 'https' : 'http'}://${authorityOf(config.host, door.value.port)}`;
  parts.runtimeFile = createRuntimeFile(config.dataDir, () => factsOf(parts, url));
  await parts.runtimeFile.update();
  log.info(`NodeCG Next ${config.version} listens on ${url}. Starting …`);
  if (config.roles.has('web'))
    superviseNext(parts, { internalUrl: door.value.internalUrl ?? ownUrl(config.host, door.value.port), secret, nextAuthSecret });
  const databaseUrl = await reachDatabase(parts);
  if (!databaseUrl.ok) return databaseUrl;
  parts.databaseUrl = databaseUrl.value;
  return openGateway(parts, databaseUrl.value);
}

async function reachDatabase(parts: ServerParts): Promise<Result<string, string>> {
  const { config, log, readiness } = parts;
  if (config.databaseUrl !== undefined) return success(config.databaseUrl);
  log.info('Starting the database. The first start prepares it, which takes a few seconds.');
  parts.database = supervise({
    name: 'The database',
    log,
    start: (previous) => startEmbeddedDatabase({ dataDir: config.dataDir, log, ...(previous ? { port: previous.port } : {}) }),
    onState: (state, detail) => {
      // It counts as ok only when it is up to date, and when what waits is stored.
      const stored = parts.runtime?.replicants.durability();
      if (state !== 'ok') readiness.set('database', state, detail);
      else if (stored) readiness.set('database', stored.state, stored.detail);
      void parts.runtimeFile?.update();
    },
  });
  const first = await parts.database.first;
  return first.ok ? success(first.value.url) : first;
}

function superviseNext(parts: ServerParts, address: { internalUrl: string; secret: string; nextAuthSecret: string }): void {
  const { config, log, readiness } = parts;
  log.info(config.dev ? 'Starting the dashboard in development mode.' : 'Starting the dashboard.');
  parts.web = supervise({
    name: 'The dashboard',
    log,
    start: () => startNext({ config, log, ...address, signal: parts.end.signal }),
    onState: (state, detail) => {
      readiness.set('web', state, detail);
      void parts.runtimeFile?.update();
    },
  });
  parts.end.signal.addEventListener('abort', () => void parts.web?.stop());
}

async function openGateway(parts: ServerParts, databaseUrl: string): Promise<Result<null, string>> {
  const { config, log, readiness } = parts;
  if (parts.end.signal.aborted) return failure(stopped);
  const epoch = randomUUID();
  const opened = await createGatewayRuntime({
    config,
    ...(parts.redis ? { shareIdentity: parts.redis.share } : {}),
    databaseUrl,
    log,
    epoch,
    signal: parts.end.signal,
    createHosts: (core) => createHosts(parts, core, epoch),
    onLogWrite: parts.metrics.observeLogWrite,
    secrets: { nextAuth: parts.nextAuthSecret ?? '' },
    connectionsOf: (sessionId) => parts.gateway?.connectionsOf(sessionId) ?? 0,
  });
  if (!opened.ok) return opened;
  const runtime = (parts.runtime = { ...opened.value, identity: countFailedKeys(opened.value.identity, limitsOf(parts)) });
  readiness.set('database', 'ok');
  runtime.replicants.onDurability(({ state, unstored, detail }) => {
    readiness.set('database', state, detail);
    if (state === 'ok') log.info('The database works again; everything is stored.');
    else
      log.warn(
        `The database can't store changes (${detail ?? 'no reason given'}). Graphics go on; ${unstored} changes wait to be stored.`,
      );
  });
  runtime.hosts.onStatus(() => void parts.runtimeFile?.update());
  void runtime.discovered.then(parts.tellDiscovered);
  parts.gateway ??= gatewayOf(parts, runtime, epoch);
  openSockets(parts);
  readiness.set('gateway', 'ok');
  return startBundles(parts);
}

/** Extensions talk to the same gateway as browsers, so it is made for whoever needs it first. */
function createHosts(parts: ServerParts, core: GatewayCore, epoch: string) {
  const { config, log } = parts;
  const gateway = (parts.gateway = gatewayOf(parts, core, epoch));
  return createExtensionHosts({
    hostEntry: path.join(config.projectDir, 'dist', 'realtime', 'extension-host.mjs'),
    root: config.root,
    environment: extensionEnvironment(),
    attach: gateway.attach,
    attachSockets: gateway.extensionSockets.attachHost,
    welcome: gateway.welcome,
    serverConfig: fullConfigOf(config, parts.port ?? config.port),
    log,
  });
}

function gatewayOf(parts: ServerParts, core: GatewayCore, epoch: string) {
  const { config, log, vitals } = parts;
  return createGateway({
    ...core,
    ...{ log, epoch, version: config.version, tally: vitals.tally },
    onRefused: (...refused) => {
      if (parts.runtime) noteRefused(parts.runtime.audit, ...refused);
    },
  });
}

function openSockets(parts: ServerParts): void {
  const { door, gateway, runtime, config, log } = parts;
  if (!door || !gateway || !runtime) return;
  const access = accessOf(parts);
  const refuse = (request: Parameters<typeof access.refuseHost>[0]) => access.refuseHost(request) ?? access.refuseOrigin(request);
  const { access: rules, identityBus: bus } = runtime;
  const identity = modeOf(parts) === 'login' ? onceFound(runtime) : runtime.identity;
  const connections = (parts.connections = createLiveConnections({ bus, identity, access: rules }));
  const endSockets = serveSocketIo({
    ...{ server: door.server, gateway, log, refuse, identity, access: rules, connections },
    allowedOrigins: config.allowedOrigins,
    limit: limitsOf(parts).socket,
    addressOf: (request) => access.clientOf(request).address,
    onKnockRefused: (knock) => noteKnock(runtime.audit, knock),
  });
  parts.endSockets = () => {
    connections.close();
    endSockets();
  };
}

/** Nobody is told that they may not, only because it isn't known yet what there is. */
function onceFound({ identity, discovered }: GatewayRuntime): GatewayRuntime['identity'] {
  return { ...identity, authenticate: (...shown) => discovered.then(() => identity.authenticate(...shown)) };
}

async function startBundles(parts: ServerParts): Promise<Result<null, string>> {
  const { config, log, readiness, runtime, web } = parts;
  if (!runtime) return failure(stopped);
  await bundlesStarted(runtime, { log, signal: parts.end.signal });
  if (parts.end.signal.aborted) return failure(stopped);
  readiness.set('bundles', 'ok');
  await parts.runtimeFile?.update();
  const dashboard = await Promise.race([web?.first, aborted(parts.end.signal)]);
  if (dashboard?.ok === false)
    log.error(`The dashboard did not start: ${dashboard.error} Graphics and panels work; it is tried again.`);
  const reachable = reachableUrl(config, parts.port ?? config.port);
  if (!parts.end.signal.aborted)
    announce(log, {
      url: reachable,
      bundles: runtime.bundles.list(),
      hasWeb: config.roles.has('web'),
      tookMs: performance.now(),
      inTheClear: describeInTheClear(config),
    });
  await announceSetUp(runtime.identity, reachable).catch(() => undefined);
  return success(null);
}

function factsOf({ config, database, web, runtime }: ServerParts, url: string) {
  const postgres = database?.current()?.pid;
  const next = web?.current()?.pid;
  return {
    url,
    version: config.version,
    pids: {
      gateway: process.pid,
      ...(postgres === undefined ? {} : { postgres }),
      ...(next === undefined ? {} : { web: next }),
      hosts: runtime?.hosts.pids() ?? {},
    },
  };
}
