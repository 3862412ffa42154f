'use client';

import { useMemo } from 'react';
import type { ReplicantKey } from '#contract/replicant';
import {
  faderId,
  mutedKey,
  soundCuesKey,
  uploadedSoundsKey,
  volumeKey,
  type CueState,
  type MutedLevels,
  type SoundFile,
  type UploadedSound,
} from '#contract/sound';
import { useSharedValue, useSharedValues } from '../_live/use-shared-values.ts';
import { sharedReplicant } from '../_live/window-client.ts';
import { mixerOf, type FaderState, type FaderTarget, type Mixer } from './mixer.ts';
import { useBundles } from './use-show.ts';

/** Every fader as all pages know it, live. Undefined until the server has answered. */
export function useMixer(): Mixer | undefined {
  const { data } = useBundles();
  const names = useMemo(
    () => (data ?? []).filter((bundle) => bundle.hasSounds && bundle.enabled).map(({ name }) => name),
    [data],
  );
  // Without a bundle with sounds nobody has declared a fader, and looking would.
  const keys =
    names.length === 0 ? [] : [volumeKey(), mutedKey, ...names.flatMap((name) => [volumeKey(name), soundCuesKey(name)])];
  const values = useSharedValues(keys);
  return useMemo(() => {
    if (data === undefined) return undefined;
    const bundles = names.map((name, index) => ({ name, volume: values[2 + index * 2], cues: values[3 + index * 2] }));
    if (bundles.some(({ cues }) => cues === undefined)) return undefined;
    return mixerOf({ master: values[0], muted: values[1], bundles });
  }, [data, names, values]);
}

/** Sounds that were uploaded for a bundle; undefined while they aren't known. */
export function useUploadedSounds(bundle: string): readonly UploadedSound[] | undefined {
  const value = useSharedValue<UploadedSound[]>(uploadedSoundsKey(bundle));
  return Array.isArray(value) ? value : undefined;
}

/** Moves a fader. One that is moved is no longer muted. */
export function setLevel(target: FaderTarget, level: number): void {
  forget(target);
  write(target, level);
}

/** Silences a fader on every page, or brings it back to the level that it had. One that is at 0 by hand stays so. `level`: the newest, also if it is still on its way. */
export function toggleMute({ id, target, returnsTo }: FaderState, level: number): void {
  if (level === 0 && returnsTo !== undefined) return setLevel(target, returnsTo);
  if (level === 0) return;
  const levels = sharedReplicant<MutedLevels>(mutedKey)?.value;
  // First the memory: a level that nobody remembers is lost, a memory that nobody needs isn't seen.
  if (levels) levels[id] = level;
  write(target, 0);
}

/** Gives a cue another sound, or none, whoever else changes the cues meanwhile. Resolves with why it was not made. */
export async function setSource(bundle: string, cue: string, file: SoundFile | undefined): Promise<string | undefined> {
  const result = await sharedReplicant<CueState[]>(soundCuesKey(bundle))?.edit((cues) => {
    const found = cues.find(({ name }) => name === cue);
    if (!found) return;
    if (file) found.file = { ...file };
    else delete found.file;
  });
  return result?.ok === false ? result.error.message : undefined;
}

/** A fader's level that this window has written and not seen yet. `next`: where the fader is to go after it. */
type OnTheWay = { stop(): void; next?: number };
const onTheWay = new Map<string, OnTheWay>();
/** A level that hasn't been seen by then was refused, or others were faster. */
const patienceMs = 10_000;

/**
 * Writes a level. A replicant takes the value that it has for no change, also while another one is on its way: a fader that is moved away
 * and back at once would stay away. Such a level waits until the one before it is there.
 */
function write(target: FaderTarget, level: number): void {
  const id = faderId(target.bundle, target.cue);
  const before = onTheWay.get(id);
  if (before && read(target) === level) {
    before.next = level;
    return;
  }
  before?.stop();
  const arrived = () => {
    if (read(target) !== level) return;
    mine.stop();
    if (mine.next !== undefined) write(target, mine.next);
  };
  const replicant = sharedReplicant(keyOf(target));
  const timer = setTimeout(() => mine.stop(), patienceMs);
  const mine: OnTheWay = {
    stop() {
      clearTimeout(timer);
      replicant?.off('change', arrived);
      onTheWay.delete(id);
    },
  };
  onTheWay.set(id, mine);
  replicant?.on('change', arrived);
  put(target, level);
}

function keyOf({ bundle, cue }: FaderTarget): ReplicantKey {
  return bundle === undefined || cue === undefined ? volumeKey(bundle) : soundCuesKey(bundle);
}

function read({ bundle, cue }: FaderTarget): number | undefined {
  if (bundle === undefined || cue === undefined) return sharedReplicant<number>(volumeKey(bundle))?.snapshot();
  const cues = sharedReplicant<CueState[]>(soundCuesKey(bundle))?.snapshot();
  return cues?.find(({ name }) => name === cue)?.volume;
}

function put({ bundle, cue }: FaderTarget, level: number): void {
  if (bundle === undefined || cue === undefined) {
    const fader = sharedReplicant<number>(volumeKey(bundle));
    if (fader) fader.value = level;
    return;
  }
  const found = sharedReplicant<CueState[]>(soundCuesKey(bundle))?.value?.find(({ name }) => name === cue);
  if (found) found.volume = level;
}

function forget({ bundle, cue }: FaderTarget): void {
  const id = faderId(bundle, cue);
  const levels = sharedReplicant<MutedLevels>(mutedKey)?.value;
  if (levels && Object.hasOwn(levels, id)) delete levels[id];
}
