import type { CueState, SoundFile } from '#contract/sound';
import { plainCueVolume } from '#contract/sound';
import type { ManifestCue } from './types.ts';

/** A cue of the manifest with what is known of its default file. `unreadable`: the manifest names one that can't be read now. */
export type WantedCue = Omit<ManifestCue, 'defaultFile'> & { defaultFile?: SoundFile | 'unreadable' };

/**
 * What becomes of stored cues under a manifest (SPEC.md Q1 to Q5): those that it no longer has are dropped, new ones come last, and of the
 * others only what the manifest decides changes. Volumes and uploaded files are the crew's.
 */
export function mergeCues(stored: unknown, wanted: readonly WantedCue[]): CueState[] {
  const byName = new Map(wanted.map((cue) => [cue.name, cue]));
  const kept = cuesOf(stored).filter(({ name }, index, all) => {
    return byName.has(name) && all.findIndex((other) => other.name === name) === index;
  });
  const known = new Set(kept.map(({ name }) => name));
  const updated = kept.map((cue) => updateCue(cue, byName.get(cue.name) as WantedCue));
  return [...updated, ...[...byName.values()].filter(({ name }) => !known.has(name)).map(createCue)];
}

function createCue({ name, assignable, defaultVolume, channels, defaultFile }: WantedCue): CueState {
  return {
    name,
    assignable,
    volume: defaultVolume ?? plainCueVolume,
    ...(defaultVolume !== undefined && { defaultVolume }),
    ...(channels !== undefined && { channels }),
    ...(typeof defaultFile === 'object' && { file: { ...defaultFile }, defaultFile: { ...defaultFile } }),
  };
}

function updateCue(stored: CueState, { assignable, channels, defaultFile: wanted }: WantedCue): CueState {
  const { channels: _channels, defaultFile: known, file: before, ...rest } = stored;
  // A file that is gone for a moment must not take the cue's sound with it: nothing would give that back.
  const defaultFile = wanted === 'unreadable' ? known : wanted;
  // One that stands on the default follows it: the address of an older one would lead nowhere.
  const file = !assignable || before?.default ? defaultFile : before;
  return {
    ...rest,
    assignable,
    volume: typeof stored.volume === 'number' ? Math.min(100, Math.max(0, stored.volume)) : plainCueVolume,
    ...(channels !== undefined && { channels }),
    ...(file && { file: { ...file } }),
    ...(defaultFile && { defaultFile: { ...defaultFile } }),
  };
}

/** What of a stored value is a cue. */
export function cuesOf(stored: unknown): CueState[] {
  return (Array.isArray(stored) ? stored : []).filter(isCue);
}

function isCue(value: unknown): value is CueState {
  return typeof value === 'object' && value !== null && typeof (value as CueState).name === 'string';
}
