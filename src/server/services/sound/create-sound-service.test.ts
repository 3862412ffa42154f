import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import type { BundleChange } from '#contract/bundle';
import type { Json } from '#contract/json';
import { serverActor, type ReplicantKey } from '#contract/replicant';
import { soundCuesKey, uploadedSoundsKey, volumeKey, type CueState } from '#contract/sound';
import { createReplicantService } from '#services/replicant/index';
import { createSoundService, type ManifestCue, type SoundBundle } from './index.ts';

const warnings: string[] = [];
const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (text: string) => void warnings.push(text),
  error: () => undefined,
};
afterEach(() => {
  expect(warnings.splice(0)).toEqual([]);
});

/** A server run with one bundle `box` in a real folder; give it another run's log to restart. */
async function startRun(cues: ManifestCue[], replicantLog = createMemoryReplicantLog()) {
  const dir = await mkdtemp(path.join(tmpdir(), 'sounds-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await writeFile(path.join(dir, 'bell.mp3'), 'ding');
  const bus = createMemoryEventBus();
  const box: SoundBundle = { name: 'box', dir, cues };
  const bundles = [box];
  const onDisk = new Set<string>();
  const replicants = createReplicantService({
    epoch: 'run-1',
    now: Date.now,
    report: (text) => void warnings.push(text),
    store: createMemoryReplicantStore(),
    log: replicantLog,
    bus,
    definitions: { find: (key) => Promise.resolve(sounds.definition(key)) },
  });
  const reads: string[] = [];
  const sounds = createSoundService({
    replicants: { ...replicants, read: (key) => (reads.push(key.name), replicants.read(key)) },
    bundles: () => bundles,
    isGone: (_bundle, base) => Promise.resolve(!onDisk.has(base)),
    bus,
    log,
  });
  onTestFinished(sounds.close);
  const set = (key: ReplicantKey, value: unknown) => replicants.set(key, value as Json, serverActor);
  await replicants.declareMany([{ key: uploadedSoundsKey('box'), options: { persistent: false } }], serverActor);
  await sounds.synced();
  return {
    onDisk,
    /** Names of the replicants that the service read. */
    reads,
    replicantLog,
    replicants,
    sounds,
    set,
    read: async (key: ReplicantKey) => (await replicants.read(key))?.value,
    cues: async () => (await replicants.read(soundCuesKey('box')))?.value as CueState[],
    /** What the cues become next. */
    nextCues: () =>
      new Promise<void>((resolve) => {
        const stop = bus.subscribe('replicant.changed', ({ key }) => {
          if (key.name === 'soundCues') resolve(stop());
        });
      }).then(async () => (await replicants.read(soundCuesKey('box')))?.value as CueState[]),
    /** The manifest is another by now, but the service only hears of changes of these kinds. */
    change: (edited: ManifestCue[], ...kinds: BundleChange['kind'][]) => {
      bundles[0] = { ...box, cues: edited };
      for (const kind of kinds) bus.publish({ type: 'bundle.changed', change: { bundle: 'box', kind } });
    },
    /** After an edit of the manifest. */
    edit: async (edited: ManifestCue[]) => {
      bundles[0] = { ...box, cues: edited };
      bus.publish({ type: 'bundle.changed', change: { bundle: 'box', kind: 'manifest' } });
      await sounds.synced();
    },
    upload: async (...files: { base: string; sum: string }[]) => {
      await set(uploadedSoundsKey('box'), files.map(recordOf));
      await sounds.synced();
    },
  };
}

const recordOf = ({ base, sum }: { base: string; sum: string }) => {
  const { ext, name } = path.parse(base);
  return { base, sum, ext, name, url: `/assets/box/sounds/${base}` };
};
const fileOf = (base: string, sum: string) => ({ ...recordOf({ base, sum }), default: false });

it('[C1] describes the default file by its content', async () => {
  const run = await startRun([{ name: 'bell #1', assignable: false, defaultFile: 'bell.mp3' }]);
  expect((await run.cues())[0]?.file).toEqual({
    sum: '38baa6f6f9be736b3d5b46eec0636736a1f07f17',
    base: 'bell.mp3',
    ext: '.mp3',
    name: 'bell',
    url: '/sound/box/bell %231/default.mp3',
    default: true,
  });
});

it('[C7] follows an edited manifest and keeps the crew’s volumes, also over a restart', async () => {
  const first = await startRun([{ name: 'a', assignable: true }]);
  await first.set(soundCuesKey('box'), [{ name: 'a', assignable: true, volume: 77 }]);
  await first.edit([
    { name: 'b', assignable: true },
    { name: 'a', assignable: true, channels: 2 },
  ]);
  const expected = [
    { name: 'a', assignable: true, volume: 77, channels: 2 },
    { name: 'b', assignable: true, volume: 30 },
  ];
  expect(await first.cues()).toEqual(expected);
  await first.edit([]);
  expect(await first.cues()).toEqual([]);
  await first.set(soundCuesKey('box'), expected);
  await first.replicants.close(1_000);
  const second = await startRun([{ name: 'a', assignable: true }], first.replicantLog);
  expect(await second.cues()).toEqual([{ name: 'a', assignable: true, volume: 77 }]);
});

it('[C6] a deleted upload leaves its cue silent, a replaced one is replaced, one not found yet is neither', async () => {
  const run = await startRun([
    { name: 'a', assignable: true },
    { name: 'b', assignable: true },
  ]);
  const chosen = { name: 'a', assignable: true, volume: 30, file: fileOf('x.mp3', 'one') };
  await run.set(soundCuesKey('box'), [chosen, { name: 'b', assignable: true, volume: 30, file: fileOf('y.mp3', 'one') }]);
  run.onDisk.add('x.mp3').add('y.mp3');
  await run.upload();
  expect((await run.cues()).map(({ file }) => file?.base)).toEqual(['x.mp3', 'y.mp3']);
  await run.upload({ base: 'x.mp3', sum: 'two' });
  expect((await run.cues()).map(({ file }) => file?.sum)).toEqual(['two', 'one']);
  run.onDisk.delete('x.mp3');
  await run.upload({ base: 'z.mp3', sum: 'one' });
  expect((await run.cues()).map(({ file }) => file?.base)).toEqual([undefined, 'y.mp3']);
  run.onDisk.delete('y.mp3');
  await run.sounds.synced();
  expect((await run.cues()).map(({ file }) => file)).toEqual([undefined, undefined]);
});

it('[C7] looks at cues again when they may be others, and not when a page, the extension or the configuration changed', async () => {
  const run = await startRun([{ name: 'a', assignable: true }]);
  await run.set(soundCuesKey('box'), [{ name: 'a', assignable: true, volume: 30, file: fileOf('x.mp3', 'one') }]);
  const edited = ['a', 'b'].map((name) => ({ name, assignable: true }));
  run.change(edited, 'panel', 'graphic', 'extension', 'config', 'git');
  // Tasks are done in turn: one for those changes would come before this one.
  const replaced = run.nextCues();
  await run.set(uploadedSoundsKey('box'), [recordOf({ base: 'x.mp3', sum: 'two' })]);
  expect((await replaced).map(({ name, file }) => [name, file?.sum])).toEqual([['a', 'two']]);
  const followed = run.nextCues();
  run.change(edited, 'sound');
  expect((await followed).map(({ name }) => name)).toEqual(['a', 'b']);
});

it('[C6] asks for uploads only where a cue can have one', async () => {
  const run = await startRun([{ name: 'a', assignable: false }]);
  expect(run.reads).not.toContain('assets:sounds');
  await run.edit([{ name: 'a', assignable: true }]);
  expect(run.reads).toContain('assets:sounds');
});

it('[C8] writes nothing where nothing is different', async () => {
  const run = await startRun([{ name: 'bell', assignable: true, defaultFile: 'bell.mp3' }]);
  const before = (await run.replicants.read(soundCuesKey('box')))?.revision;
  await run.edit([{ name: 'bell', assignable: true, defaultFile: 'bell.mp3' }]);
  expect((await run.replicants.read(soundCuesKey('box')))?.revision).toBe(before);
});

it('[C9] faders are open until moved and refuse what is no level', async () => {
  const run = await startRun([{ name: 'a', assignable: true }]);
  for (const key of [volumeKey(), volumeKey('box')]) {
    expect(await run.read(key)).toBe(100);
    expect(await run.set(key, -1)).toMatchObject({ ok: false, error: { code: 'invalid-value' } });
    expect(await run.set(key, 0)).toMatchObject({ ok: true });
  }
});

it('[C10] a bundle without cues has no faders, and its own soundCues stays its own', async () => {
  const run = await startRun([]);
  expect(await run.read(volumeKey('box'))).toBeUndefined();
  expect(await run.read(soundCuesKey('box'))).toBeUndefined();
  expect(run.sounds.definition(soundCuesKey('box'))).toBeUndefined();
});
