import { loadSignIn } from '#adapters/crypto/load-sign-in';
import { createFilesystemBundleFiles } from '#adapters/filesystem/bundle-files';
import { createAuditAnchor } from '#adapters/filesystem/audit-anchor';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createInertExtensionHosts } from '#adapters/memory/extension-hosts';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import { success, type Result } from '#contract/result';
import type { ReplicantKey } from '#contract/replicant';
import type { EventBus } from '#ports/event-bus';
import type { ExtensionHosts } from '#ports/extension-hosts';
import type { Log } from '#ports/log';
import type { ReplicantDefinitions } from '#ports/replicant-definitions';
import type { ReplicantLog } from '#ports/replicant-log';
import type { Config } from '#server/config/config';
import type { AccessService } from '#services/access/index';
import { createAuditService, mergeWrites, type AuditService, type MergeWrites } from '#services/audit/index';
import type { AssetService } from '#services/asset/index';
import { createBundleService, type BundleService } from '#services/bundle/index';
import { createGraphicService, type CurrentBundle, type GraphicService } from '#services/graphic/index';
import { loadSecondFactors, type IdentityDeps, type IdentityService } from '#services/identity/index';
import { createLayoutService, type LayoutService } from '#services/layout/index';
import { createMessageService, type MessageService } from '#services/message/index';
import { createReplicantService, type ReplicantService } from '#services/replicant/index';
import { createSavedStateService, type SavedStateService } from '#services/saved-state/index';
import { announceSignIns } from './announce-sign-ins.ts';
import { openAccess } from './open-access.ts';
import { createGaps } from './gaps.ts';
import { listedUsersOf, withListedUsers } from './with-listed-users.ts';
import { auditAssets } from './audit-assets.ts';
import { openAssets } from './open-assets.ts';
import type { SharedRedis } from './open-redis.ts';
import { openSounds } from './open-sounds.ts';
import { wantedBundles } from '#server/config/wanted-bundles';
import { firstPartyBundles } from './first-party.ts';
import { keepServerReplicants } from './keep-server-replicants.ts';
import { openDatabase } from './open-database.ts';
import { openIdentity, type IdentitySecrets } from './open-identity.ts';
import { serverNow } from './server-clock.ts';
import { trimHistory } from './trim-history.ts';

export type GatewayRuntimeOptions = {
  config: Config;
  databaseUrl: string;
  log: Log;
  /** Names this server run; never used twice. */
  epoch: string;
  /** Aborted: it isn't wanted any more, also while it is being made. */
  signal: AbortSignal;
  /** Makes what runs extensions, from the services that they talk to. Not called where this server has no extensions role. */
  createHosts: (core: GatewayCore) => ExtensionHosts;
  /** Hears how long each write to the history took, in seconds. */
  onLogWrite?: (seconds: number) => void;
  /** Tells other servers what changes for people and keys, and hears it from them. */
  shareIdentity?: SharedRedis['share'];
  secrets: IdentitySecrets;
  /** Pages that are connected by a session now. */
  connectionsOf: IdentityDeps['connectionsOf'];
};

export type GatewayCore = {
  replicants: ReplicantService;
  messages: MessageService;
  graphics: GraphicService;
  access: AccessService;
  bus: EventBus;
};

export type GatewayRuntime = GatewayCore & {
  bundles: BundleService;
  saved: SavedStateService;
  assets: AssetService;
  layouts: LayoutService;
  identity: IdentityService;
  /** Of {@link GatewayCore.bus}, with the gaps in what was heard from other servers about people. */
  identityBus: EventBus;
  access: AccessService;
  audit: AuditService;
  hosts: ExtensionHosts;
  /** Finds and starts the bundles; resolves when each runs or its failure is known. */
  start(): Promise<void>;
  /** Resolves when bundles have been found, so that their pages and replicants' definitions are known; extensions may still be loading. */
  discovered: Promise<void>;
  /** Ends extensions and everything that watches. Replicants go on. */
  stopBundles(): Promise<void>;
  /** Stores everything, waiting `timeoutMs` for the database at most, and lets go of it. Rejects with what could not be stored. */
  close(timeoutMs: number): Promise<void>;
};

/** Wires the gateway role. Fails with a message for a person when the database can't be used; nothing is left open then. */
export async function createGatewayRuntime(options: GatewayRuntimeOptions): Promise<Result<GatewayRuntime, string>> {
  const { config, databaseUrl, log, signal, createHosts } = options;
  const database = await openDatabase({ url: databaseUrl, projectDir: config.projectDir, log, signal });
  if (!database.ok) return database;
  const { registry, replicantLog, savedStates, auditLog, close } = database.value;
  const anchor = createAuditAnchor(config.dataDir);
  const audit = createAuditService({ log: auditLog, anchor, now: Date.now, report: log });
  const writes = mergeWrites(audit.record);
  const discovery = createSignal();
  // A graphic may be back before its bundle has been read: its replicants' schemas and defaults are waited for.
  const findDefinition = async (key: ReplicantKey, schemaPath?: string) => {
    const { namespace, name } = key;
    if (namespace === 'nodecg') return undefined;
    await discovery.given;
    const asset = await assets.definition(key);
    if (asset) return asset;
    const own = (await bundles.definition(namespace, name)) ?? sounds.definition(key);
    return schemaPath === undefined || own?.validate ? own : ((await bundles.schemaAt(schemaPath)) ?? own);
  };
  const mayName: ReplicantDefinitions['mayName'] = async (schemaPath, { namespace }, actor) => {
    await discovery.given;
    const bundle = await bundles.schemaOwner(schemaPath);
    return bundle === undefined || bundle === namespace || access.allows(actor, 'bundle.see', { kind: 'bundle', bundle });
  };
  const parts = createCore(options, {
    replicantLog: timeWrites(replicantLog, options.onLogWrite),
    definitions: { find: findDefinition, mayName },
    currentOf: (name) => currentOf(bundles, name),
    writes,
  });
  const {
    access,
    begin: beginAccess,
    close: closeAccess,
  } = openAccess({
    bundles: { declared: () => bundles.declared() },
    // Where everybody is an administrator, graphics are back before the bundles are known.
    ...(config.authMode === 'login' ? { discovered: discovery.given } : {}),
    isOpen: config.authMode === 'open',
    // In open mode they hide nothing from anybody; they say what somebody would have who signs in.
    restrictions: () => identity.restrictions(),
    bus: parts.bus,
    log,
  });
  const core: GatewayCore = { ...parts, access };
  const hosts = config.roles.has('extensions') ? createHosts(core) : createInertExtensionHosts();
  const bundles = createBundleService({
    bundlesDir: config.bundlesDir,
    moreDirs: config.bundles.dirs,
    isWanted: wantedBundles(config.bundles),
    cfgDir: config.cfgDir,
    firstParty: firstPartyBundles(config.projectDir),
    hosts: {
      ...hosts,
      // Extensions are started when every bundle has been read, and find its sound cues.
      async reconcile(groups) {
        discovery.give();
        await sounds.synced();
        await hosts.reconcile(groups);
      },
    },
    registry,
    bus: core.bus,
    log,
    files: createFilesystemBundleFiles(),
  });
  const assets = openAssets({ config, log, bundles, replicants: core.replicants, bus: core.bus });
  const saved = createSavedStateService({ states: savedStates, replicants: core.replicants, now: Date.now });
  const sounds = openSounds({ bundles, assets, replicants: core.replicants, bus: core.bus, log });
  const { secrets, connectionsOf } = options;
  const gaps = createGaps();
  const identityBus: EventBus = { ...core.bus, onGap: gaps.onGap };
  const opened = openIdentity({
    config,
    databaseUrl,
    secrets,
    bus: identityBus,
    log,
    access,
    record: audit.record,
    connectionsOf,
  });
  const shared = options.shareIdentity?.(core.bus, opened);
  shared?.onGap(gaps.tell);
  const identity = shared ? { ...opened, openSession: shared.openSession } : opened;
  if (config.authMode === 'login') await Promise.all([loadSignIn(), loadSecondFactors()]);
  await identity.prepare(config.admin);
  await beginAccess();
  const announced = announceSignIns(withListedUsers(identity, listedUsersOf(config.nodecg.login)), {
    hosts,
    bus: core.bus,
  });
  const stops = [
    ...followBundles(core),
    closeAccess,
    announced.close,
    core.bus.subscribe('replicant.deleted', ({ key }) => writes.flush(key)),
    sounds.close,
    trimHistory({ replicants: core.replicants, retention: config.history, log }),
  ];
  return success({
    ...core,
    bundles,
    saved,
    assets: auditAssets(assets, audit),
    layouts: createLayoutService({ replicants: core.replicants, now: Date.now }),
    identity: announced.identity,
    identityBus,
    audit,
    hosts,
    discovered: discovery.given,
    async start() {
      stops.push(await keepServerReplicants({ ...core, bundles, discovered: discovery.given, log }));
      void discovery.given.then(() => assets.start());
      await bundles.start();
      discovery.give();
    },
    async stopBundles() {
      for (const stop of stops) stop();
      await Promise.all([bundles.close(), hosts.close(), assets.close()]);
      core.messages.close();
    },
    async close(timeoutMs) {
      const stored = core.replicants.close(timeoutMs);
      writes.flush();
      await Promise.allSettled([stored, audit.close(timeoutMs)]);
      await stored.finally(() => Promise.all([close(), identity.close()]));
    },
  });
}

type CoreParts = {
  replicantLog: Parameters<typeof createReplicantService>[0]['log'];
  definitions: ReplicantDefinitions;
  currentOf: Parameters<typeof createGraphicService>[0]['currentOf'];
  writes: MergeWrites;
};

function createCore(
  { log, epoch }: GatewayRuntimeOptions,
  { replicantLog, definitions, currentOf, writes }: CoreParts,
): Omit<GatewayCore, 'access'> {
  const bus = createMemoryEventBus({
    onError: (error, event) =>
      log.error(`A handler of ${event.type} failed.`, { error: error instanceof Error ? error.stack : String(error) }),
  });
  const replicants = createReplicantService({
    store: createMemoryReplicantStore(),
    log: replicantLog,
    bus,
    definitions,
    epoch,
    now: Date.now,
    report: (problem) => log.warn(problem),
    // What people arrange for themselves is no change of the show; shared layouts are written down by the internal API.
    witness: (change) => {
      if (change.key.namespace !== 'nodecg' || !change.key.name.startsWith('layout')) writes.add(change);
    },
  });
  return {
    bus,
    replicants,
    messages: createMessageService({ bus }),
    graphics: createGraphicService({ bus, currentOf, now: serverNow }),
  };
}

function timeWrites(log: ReplicantLog, onWrite: GatewayRuntimeOptions['onLogWrite']): ReplicantLog {
  if (!onWrite) return log;
  return {
    ...log,
    async write(batch) {
      const from = performance.now();
      await log.write(batch).finally(() => onWrite((performance.now() - from) / 1_000));
    },
  };
}

/** An edited bundle's schemas count from its replicants' next change on. */
function followBundles({ bus, replicants }: Pick<GatewayCore, 'bus' | 'replicants'>): (() => void)[] {
  const unrelated = new Set(['panel', 'graphic', 'sound', 'git', 'state']);
  return [
    bus.subscribe('bundle.changed', ({ change }) => {
      if (!unrelated.has(change.kind)) replicants.redefine(change.bundle);
    }),
  ];
}

function currentOf(bundles: BundleService, name: string): CurrentBundle | undefined {
  const bundle = bundles.find(name);
  if (!bundle) return undefined;
  const singleInstances = bundle.manifest.graphics.filter((graphic) => graphic.singleInstance).map(({ url }) => url);
  return { version: bundle.manifest.version, singleInstances, ...(bundle.git ? { gitHash: bundle.git.hash } : {}) };
}

function createSignal(): { given: Promise<void>; give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
