import { soundCuesKey, volumeKey, type CueState } from '#contract/sound';
import type { Replicants } from './replicants.ts';
import { mendSoundJs, type SoundInstance, type SoundJs } from './soundjs.ts';

export type SoundWindow = Pick<EventTarget, 'dispatchEvent'> & { createjs?: SoundJs };
type Deps = { bundle: string; owner: SoundWindow; replicants: Pick<Replicants, 'Replicant'>; onProblem: (message: string) => void };

/** A page's sounds (compat.md A.2): one for each page of a bundle with sound cues. */
export type Sounds = {
  /** Every cue that has a file is loaded, or can't be played here. */
  readonly areReady: boolean;
  find(cue: string): CueState | undefined;
  /** Throws for an unknown cue and for one without a file. `updateVolume` false: later moves of faders don't change this one. */
  play(cue: string, options?: { updateVolume?: boolean }): SoundInstance;
  stop(cue: string): void;
  stopAll(): void;
  /** The page is going away. */
  close(): void;
};

/** Follows the bundle's cues and faders, loads what they name and tells the page's window when that is done (`ncgSoundsReady`). */
export function createSounds({ bundle, owner, replicants, onProblem }: Deps): Sounds {
  const { createjs } = owner;
  const cues = replicants.Replicant<CueState[]>(soundCuesKey(bundle).name, bundle);
  const faders = [volumeKey(), volumeKey(bundle)].map(({ name, namespace }) => replicants.Replicant<number>(name, namespace));
  const known = () => cues.snapshot() ?? [];
  const find = (name: string) => known().find((cue) => cue.name === name);
  const levelOf = (name: string): number =>
    [...faders.map((fader) => fader.snapshot()), find(name)?.volume].reduce<number>((level, part) => level * share(part), 1);
  const playing = new Set<SoundInstance>();
  const unplayable = new Set<string>();
  let areReady = false;

  const adjust = () => {
    for (const instance of playing) instance.volume = levelOf(instance.cueName ?? '');
  };
  const tellReady = () => {
    if (areReady || !createjs || cues.snapshot() === undefined) return;
    const isSettled = ({ file }: CueState) => !file || unplayable.has(srcOf(file)) || createjs.Sound.loadComplete(srcOf(file));
    if (!known().every(isSettled)) return;
    areReady = true;
    owner.dispatchEvent(new CustomEvent('ncgSoundsReady'));
  };
  const loader = createjs && createLoader(createjs, (src, name) => {
    unplayable.add(src);
    onProblem(`The sound of cue "${name}" can't be played here: ${src}`);
  });
  const onCues = (_value: CueState[]) => {
    loader?.load(known());
    adjust();
    tellReady();
  };
  const stops = [follow(cues, 'change', onCues), ...faders.map((fader) => follow(fader, 'change', (_value: number) => adjust()))];
  if (createjs) {
    mendSoundJs(createjs);
    createjs.Sound.on('fileload', tellReady);
    createjs.Sound.on('fileerror', ({ src }) => {
      loader?.fail(src);
      tellReady();
    });
  }
  const required = (name: string): CueState => {
    const cue = find(name);
    if (!cue) throw new Error(`Cue "${name}" does not exist in bundle "${bundle}"`);
    return cue;
  };
  const needSoundJs = (): SoundJs => {
    if (!createjs) throw new Error('NodeCG Sound API methods are not available when SoundJS isn\'t present');
    return createjs;
  };
  return {
    get areReady() {
      return areReady;
    },
    find,
    play(name, { updateVolume = true } = {}) {
      const { file } = required(name);
      if (!file) throw new Error(`Cue "${name}" has no file in bundle "${bundle}"`);
      const instance = needSoundJs().Sound.createInstance(name);
      instance.cueName = name;
      instance.volume = levelOf(name);
      if (updateVolume) keepAdjusted(instance, playing, () => levelOf(name));
      return instance.play();
    },
    stop(name) {
      required(name);
      for (const instance of [...needSoundJs().Sound._instances]) if (instance.cueName === name) instance.stop();
    },
    stopAll: () => needSoundJs().Sound.stop(),
    close: () => stops.splice(0).forEach((stop) => stop()),
  };
}
