import { soundCuesKey, volumeKey, type CueState } from '#contract/sound';
import type { Replicant } from './replicant.ts';
import type { Replicants } from './replicants.ts';
import { createSoundLoader, srcOf } from './sound-loader.ts';
import { mendSoundJs, type SoundInstance, type SoundJs } from './soundjs.ts';

/** The window of a page with sounds. SoundJS was put into it before the page's own scripts. */
export type SoundWindow = Pick<EventTarget, 'dispatchEvent'> & { createjs?: SoundJs };
type Deps = {
  bundle: string;
  owner: SoundWindow;
  replicants: Pick<Replicants, 'Replicant'>;
  onProblem: (message: string) => void;
};

/** A page's sounds (compat.md A.2), of a bundle with sound cues. */
export type Sounds = {
  /** Every cue that has a file is loaded, or can't be played here. */
  areReady(): boolean;
  find(cue: string): CueState | undefined;
  /** Throws for an unknown cue and for one without a file. `updateVolume` false: later moves of faders don't change this one. */
  play(cue: string, options?: { updateVolume?: boolean }): SoundInstance;
  stop(cue: string): void;
  stopAll(): void;
  /** The page goes away. */
  close(): void;
};

/** What `/nodecg-sounds.js` gives its window: a script of its own, so that pages without sounds don't carry it. */
export type CreateSounds = typeof createSounds;

/** Follows the bundle's cues and faders, loads what they name, and tells the page's window when that is done (`ncgSoundsReady`). */
export function createSounds(deps: Deps): Sounds {
  const { bundle, owner } = deps;
  const { createjs } = owner;
  const cues = deps.replicants.Replicant<CueState[]>(soundCuesKey(bundle).name, bundle);
  const find = (name: string) => (cues.snapshot() ?? []).find((cue) => cue.name === name);
  const required = (name: string): CueState => {
    const cue = find(name);
    if (!cue) throw new Error(`Cue "${name}" does not exist in bundle "${bundle}"`);
    return cue;
  };
  const { Sound } = createjs ?? {};
  const needed = () => {
    if (!Sound) throw new Error("NodeCG Sound API methods are not available when SoundJS isn't present");
    return Sound;
  };
  const levels = followLevels(deps, cues, find);
  const loading = createjs && followFiles(deps, createjs, cues);
  return {
    areReady: () => loading?.areReady() ?? false,
    find,
    play(name, { updateVolume = true } = {}) {
      if (!required(name).file) throw new Error(`Cue "${name}" in bundle "${bundle}" has no file`);
      const instance = needed().createInstance(name);
      instance.cueName = name;
      instance.volume = levels.of(name);
      if (updateVolume) levels.keep(instance);
      return instance.play();
    },
    stop(name) {
      required(name);
      for (const instance of [...needed()._instances]) if (instance.cueName === name) instance.stop();
    },
    stopAll: () => Sound?.stop(),
    close() {
      levels.close();
      loading?.close();
    },
  };
}

/** What sounds are heard at: master × bundle × cue, also while they play. */
function followLevels({ bundle, replicants }: Deps, cues: Replicant<CueState[]>, find: Sounds['find']) {
  const faders = [volumeKey(), volumeKey(bundle)].map(({ name, namespace }) => replicants.Replicant<number>(name, namespace));
  const playing = new Set<SoundInstance>();
  const of = (cue: string): number =>
    [...faders.map((fader) => fader.snapshot()), find(cue)?.volume].reduce<number>((level, part) => level * share(part), 1);
  const adjust = () => {
    for (const instance of playing) instance.volume = of(instance.cueName ?? '');
  };
  const stops = [...faders, cues].map((replicant) => follow(replicant, adjust));
  const keep = (instance: SoundInstance) => {
    instance.on('succeeded', () => {
      // One that was stopped says nothing.
      for (const other of playing) if (other.playState !== 'playSucceeded') playing.delete(other);
      playing.add(instance);
      instance.volume = of(instance.cueName ?? '');
    });
    for (const end of ['complete', 'failed', 'interrupted'] as const) instance.on(end, () => void playing.delete(instance));
  };
  return { of, keep, close: () => stops.forEach((stop) => stop()) };
}

function followFiles({ owner, onProblem }: Deps, createjs: SoundJs, cues: Replicant<CueState[]>) {
  const { Sound } = createjs;
  const unplayable = new Set<string>();
  let areReady = false;
  const check = () => {
    const known = cues.snapshot();
    if (areReady || known === undefined) return;
    const isSettled = ({ file }: CueState) => !file || unplayable.has(srcOf(file)) || Sound.loadComplete(srcOf(file));
    if (!known.every(isSettled)) return;
    areReady = true;
    owner.dispatchEvent(new CustomEvent('ncgSoundsReady'));
  };
  const loader = createSoundLoader(createjs, (src, cue) => {
    unplayable.add(src);
    onProblem(`The sound of cue "${cue}" can't be loaded or played here: ${src}`);
  });
  mendSoundJs(createjs);
  Sound.on('fileload', check);
  Sound.on('fileerror', ({ src }) => {
    loader.failed(src);
    check();
  });
  const stop = follow(cues, () => {
    loader.load(cues.snapshot() ?? []);
    check();
  });
  return {
    areReady: () => areReady,
    close() {
      stop();
      loader.close();
    },
  };
}

function follow(replicant: Replicant<never> | Replicant<number> | Replicant<CueState[]>, handler: () => void): () => void {
  // One parameter: a listener that could see the old value would be given a copy of it.
  const onChange = (_value: unknown) => handler();
  replicant.on('change', onChange);
  return () => void replicant.off('change', onChange);
}

/** A fader that nobody has moved yet is open. */
function share(level: number | undefined): number {
  return typeof level === 'number' ? Math.min(1, Math.max(0, level / 100)) : 1;
}
