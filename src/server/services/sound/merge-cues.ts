import type { CueState, SoundFile } from '#contract/sound';
import { plainCueVolume } from '#contract/sound';
import type { ManifestCue } from './types.ts';

/** A cue of the manifest with what is known of its default file. */
export type WantedCue = Omit<ManifestCue, 'defaultFile'> & { defaultFile?: SoundFile };

/**
 * What becomes of stored cues under a manifest (SPEC.md C1 to C5): those that it no longer has are dropped, new ones come last, and of the
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
    ...(defaultFile && { file: { ...defaultFile }, defaultFile: { ...defaultFile } }),
  };
}

function updateCue(stored: CueState, { assignable, channels, defaultFile }: WantedCue): CueState {
  const { channels: _channels, defaultFile: _defaultFile, file: before, ...rest } = stored;
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
