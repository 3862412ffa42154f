import type { Json } from './json.ts';
import type { ReplicantKey } from './replicant.ts';

/** A sound that a page can load. Pages load it again when `sum` changes. */
export type SoundFile = {
  /** SHA-1 of its content. */
  sum: string;
  /** `bell.mp3` */
  base: string;
  /** `.mp3` */
  ext: string;
  /** `bell` */
  name: string;
  url: string;
  /** The one that comes with the bundle. */
  default: boolean;
};

/** One cue as it stands in the replicant `soundCues` of its bundle: NodeCG's shape. Without `file` it is silent. */
export type CueState = {
  name: string;
  assignable: boolean;
  /** 0 to 100. */
  volume: number;
  defaultVolume?: number;
  /** How often it may sound at once. */
  channels?: number;
  file?: SoundFile;
  defaultFile?: SoundFile;
};

/** An uploaded sound, as `assets:sounds` lists it. */
export type UploadedSound = Omit<SoundFile, 'default'>;

export const soundNamespace = '_sounds';
/** The asset category of uploaded sounds. */
export const soundCategory = 'sounds';
/** What a cue's volume is where a manifest says nothing. */
export const plainCueVolume = 30;

/** The master fader, or a bundle's. */
export function volumeKey(bundle?: string): ReplicantKey {
  return { namespace: soundNamespace, name: `volume:${bundle ?? 'master'}` };
}

export function soundCuesKey(bundle: string): ReplicantKey {
  return { namespace: bundle, name: 'soundCues' };
}

export function uploadedSoundsKey(bundle: string): ReplicantKey {
  return { namespace: bundle, name: `assets:${soundCategory}` };
}

/** The levels that muted faders return to, by {@link faderId}. Ours: pages know volumes only, so mute is volume 0 and a remembered level. */
export const mutedKey: ReplicantKey = { namespace: soundNamespace, name: 'muted' };
export type MutedLevels = Record<string, number>;

/** Names a fader among all: the master, a bundle's, or a cue's. */
export function faderId(bundle?: string, cue?: string): string {
  if (bundle === undefined) return 'master';
  return cue === undefined ? `bundle ${bundle}` : `cue ${bundle} ${cue}`;
}

const volume = { type: 'number', minimum: 0, maximum: 100 } as const;
const file: Json = {
  type: 'object',
  properties: { url: { type: 'string' }, sum: { type: 'string' } },
  required: ['url'],
};

/** JSON Schemas of the server's own sound replicants. */
export const soundSchemas: { volume: Json; muted: Json; cues: Json } = {
  volume: { ...volume, default: 100 },
  muted: { type: 'object', additionalProperties: volume, default: {} },
  cues: {
    type: 'array',
    items: {
      type: 'object',
      properties: { name: { type: 'string' }, assignable: { type: 'boolean' }, volume, file, defaultFile: file },
      required: ['name', 'volume'],
    },
  },
};
