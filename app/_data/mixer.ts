import { faderId, type CueState, type MutedLevels, type SoundFile, type UploadedSound } from '#contract/sound';

/** Which fader: the master, a bundle's, or a cue's. */
export type FaderTarget = { bundle?: string; cue?: string };

/** A fader as it stands. `returnsTo`: it is muted, and that is the level it had. */
export type FaderState = { id: string; target: FaderTarget; level: number; returnsTo?: number };
export type CueStrip = FaderState & {
  name: string;
  assignable: boolean;
  file?: SoundFile;
  defaultFile?: SoundFile;
};
/** `share`: how much of its cues' levels is heard, master × bundle, 0 to 1. */
export type BundleStrip = FaderState & { name: string; share: number; cues: CueStrip[] };
export type Mixer = { master: FaderState; bundles: BundleStrip[] };

type Values = {
  master: unknown;
  muted: unknown;
  bundles: { name: string; volume: unknown; cues: unknown }[];
};

/** The whole desk from the replicants' values. What isn't known yet, or isn't a level, is open, as it is for pages. */
export function mixerOf({ master, muted, bundles }: Values): Mixer {
  const levels = (typeof muted === 'object' && muted !== null ? muted : {}) as MutedLevels;
  const stripOf = (target: FaderTarget, value: unknown): FaderState => {
    const id = faderId(target.bundle, target.cue);
    const level = levelOf(value);
    const returnsTo = level === 0 ? levels[id] : undefined;
    return { id, target, level, ...(returnsTo !== undefined && { returnsTo }) };
  };
  const masterStrip = stripOf({}, master);
  return {
    master: masterStrip,
    bundles: bundles.map(({ name, volume, cues }) => {
      const strip = stripOf({ bundle: name }, volume);
      const share = (masterStrip.level * strip.level) / 10_000;
      const toStrip = (cue: CueState) => cueStrip(cue, stripOf({ bundle: name, cue: cue.name }, cue.volume));
      return { ...strip, name, share, cues: cueStates(cues).map(toStrip) };
    }),
  };
}

function cueStrip({ name, assignable, file, defaultFile }: CueState, strip: FaderState): CueStrip {
  return {
    ...strip,
    name,
    assignable,
    ...(file && { file }),
    ...(defaultFile && { defaultFile }),
  };
}

/** The bundles that have a match, with the cues that match; all of a bundle's where its own name does. */
export function filterMixer(bundles: BundleStrip[], matches: (...texts: (string | undefined)[]) => boolean): BundleStrip[] {
  return bundles.flatMap((bundle) => {
    const cues = bundle.cues.filter(({ name, file }) => matches(bundle.name, name, file?.base));
    return cues.length > 0 || matches(bundle.name) ? [{ ...bundle, cues }] : [];
  });
}

export type SourceOption = { value: string; kind: 'none' | 'default' | 'uploaded' | 'missing'; base: string; file?: SoundFile };
/** Not an address of a sound. */
const none = 'none';
const ownDefault = 'default';

/**
 * What a cue can be set to, and which of it is chosen. A chosen file that is no longer there stays visible as missing; while the
 * uploads aren't known, none is called that.
 */
export function sourcesOf(
  { file, defaultFile }: CueStrip,
  uploads: readonly UploadedSound[] | undefined,
): { chosen: string; options: SourceOption[] } {
  const uploaded = (uploads ?? []).map(({ sum, base, ext, name, url }): SourceOption => {
    return { value: url, kind: 'uploaded', base, file: { sum, base, ext, name, url, default: false } };
  });
  const isUnlisted = file && !file.default && uploaded.every(({ value }) => value !== file.url);
  const unlisted: SourceOption['kind'] = uploads ? 'missing' : 'uploaded';
  return {
    chosen: !file ? none : file.default ? ownDefault : file.url,
    options: [
      { value: none, kind: 'none', base: '' },
      ...(defaultFile ? [{ value: ownDefault, kind: 'default' as const, base: defaultFile.base, file: defaultFile }] : []),
      ...uploaded,
      ...(isUnlisted ? [{ value: file.url, kind: unlisted, base: file.base, file }] : []),
    ],
  };
}

function cueStates(value: unknown): CueState[] {
  return (Array.isArray(value) ? value : []).filter((cue): cue is CueState => typeof (cue as CueState | null)?.name === 'string');
}

function levelOf(value: unknown): number {
  return typeof value === 'number' ? Math.min(100, Math.max(0, value)) : 100;
}
