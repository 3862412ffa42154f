import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '#contract/json';
import type { BundleChange } from '#contract/bundle';
import type { BusEventOf } from '#contract/events';
import { serverActor, type ReplicantKey } from '#contract/replicant';
import { success } from '#contract/result';
import { isSameJson } from '#contract/same-json';
import { mutedKey, soundCategory, soundCuesKey, uploadedSoundsKey, volumeKey } from '#contract/sound';
import { createDefaultFiles } from './default-file.ts';
import { soundDefinition } from './definitions.ts';
import { followUploads, uploadedSounds } from './follow-uploads.ts';
import { cuesOf, mergeCues, type WantedCue } from './merge-cues.ts';
import type { SoundBundle, SoundDeps, SoundService } from './types.ts';

/** Extensions wait for the cues at most this long: show logic is worth more than a volume. */
const plentyMs = 3_000;
/** Changes of a bundle that leave its cues and their default files as they are. */
const unrelated = new Set<BundleChange['kind']>(['panel', 'graphic', 'extension', 'config', 'git']);

type Parts = SoundDeps & {
  /** Bundles whose replicants this run has declared. */
  declared: Set<string>;
  describe: ReturnType<typeof createDefaultFiles>;
};

/** Follows bundles from now on; see SPEC.md for the rules by id. */
export function createSoundService(deps: SoundDeps): SoundService {
  const parts: Parts = { ...deps, declared: new Set(), describe: createDefaultFiles() };
  const run = inTurn((error) => deps.log.warn(`Sound cues could not be updated: ${describeError(error)}`));
  const syncSoon = () => run('bundles', () => syncBundles(parts));
  const stops = [
    deps.bus.subscribe('bundle.changed', ({ change }) => {
      if (!unrelated.has(change.kind)) void syncSoon();
    }),
    deps.bus.subscribe('replicant.changed', (event) => {
      const bundle = uploadsOf(event, parts.declared);
      if (bundle !== undefined) void run(`uploads ${bundle}`, () => syncUploads(parts, bundle));
    }),
  ];
  return {
    async synced(patienceMs = plentyMs) {
      const patience = new AbortController();
      await Promise.race([syncSoon(), delay(patienceMs, undefined, { ...patience, ref: false }).catch(() => undefined)]);
      patience.abort();
    },
    definition: (key) =>
      soundDefinition(key, (name) => deps.bundles().some((bundle) => bundle.name === name && bundle.cues.length > 0)),
    close: () => stops.splice(0).forEach((stop) => stop()),
  };
}

function uploadsOf({ key }: BusEventOf<'replicant.changed'>, declared: ReadonlySet<string>): string | undefined {
  return key.name === `assets:${soundCategory}` && declared.has(key.namespace) ? key.namespace : undefined;
}

async function syncBundles(parts: Parts): Promise<void> {
  const bundles = parts.bundles().filter(({ name, cues }) => cues.length > 0 || parts.declared.has(name));
  await declareAll(
    parts,
    bundles.map(({ name }) => name),
  );
  for (const bundle of bundles) {
    await syncCues(parts, bundle);
    if (bundle.cues.some(({ assignable }) => assignable)) await syncUploads(parts, bundle.name);
  }
}

async function declareAll({ replicants, declared }: Parts, bundles: string[]): Promise<void> {
  const fresh = bundles.filter((name) => !declared.has(name));
  const keys: ReplicantKey[] = [
    ...(declared.size === 0 ? [volumeKey(), mutedKey] : []),
    ...fresh.flatMap((name) => [volumeKey(name), soundCuesKey(name)]),
  ];
  if (fresh.length === 0) return;
  const results = await replicants.declareMany(
    keys.map((key) => ({ key, options: {} })),
    serverActor,
  );
  const refused = results.find((result) => !result.ok);
  if (refused && !refused.ok) throw new Error(refused.error.message);
  for (const name of fresh) declared.add(name);
}

async function syncCues(parts: Parts, bundle: SoundBundle): Promise<void> {
  const wanted = await Promise.all(
    bundle.cues.map(async (cue): Promise<WantedCue> => {
      const { defaultFile: named, ...rest } = cue;
      if (named === undefined) return rest;
      return { ...rest, defaultFile: (await parts.describe(bundle, cue)) ?? 'unreadable' };
    }),
  );
  await changeCues(parts, bundle.name, (stored) => mergeCues(stored, wanted));
}

async function syncUploads({ replicants, isGone, ...parts }: Parts, bundle: string): Promise<void> {
  const uploads = uploadedSounds((await replicants.read(uploadedSoundsKey(bundle)))?.value);
  const cues = cuesOf((await replicants.read(soundCuesKey(bundle)))?.value);
  const missing = cues.flatMap(({ file }) =>
    file && !file.default && uploads.every(({ url }) => url !== file.url) ? [file] : [],
  );
  const deleted = new Set<string>();
  for (const { url, base } of missing) if (typeof base === 'string' && (await isGone(bundle, base))) deleted.add(url);
  await changeCues({ replicants, isGone, ...parts }, bundle, (stored) =>
    followUploads(cuesOf(stored), uploads, (url) => deleted.has(url)),
  );
}

/** Changes the newest cues, whoever else changes them meanwhile; writes nothing where nothing is different. */
async function changeCues(
  { replicants, log }: Parts,
  bundle: string,
  change: (stored: Json | undefined) => unknown,
): Promise<void> {
  const key = soundCuesKey(bundle);
  const stored = (await replicants.read(key))?.value;
  if (isSameJson(stored, change(stored) as Json | undefined)) return;
  const make = ({ value }: { value: Json | undefined }) =>
    success({ operations: [{ path: '/', method: 'overwrite' as const, args: { newValue: change(value) as Json } }] });
  const changed = await replicants.change({ key, make }, serverActor, { durable: false });
  if (!changed.ok) log.warn(`The sound cues of "${bundle}" could not be updated: ${changed.error.message}`);
}

/** One task at a time in the order asked; what waits already isn't asked for twice. Never rejects. */
function inTurn(onError: (error: unknown) => void): (name: string, task: () => Promise<void>) => Promise<void> {
  const waiting = new Map<string, Promise<void>>();
  let last: Promise<void> = Promise.resolve();
  return (name, task) => {
    const queued = waiting.get(name);
    if (queued) return queued;
    last = last.then(() => {
      waiting.delete(name);
      return task().catch(onError);
    });
    waiting.set(name, last);
    return last;
  };
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
