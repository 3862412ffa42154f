import type { CueState, SoundFile } from '#contract/sound';
import type { SoundJs } from './soundjs.ts';

/** A file that couldn't be had is asked for again, less and less often. */
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

type Wanted = { src: string; file: SoundFile; channels?: number | undefined };
export type SoundLoader = {
  /** Loads what these cues name and is not loaded yet, and lets go of what none of them names any more. */
  load(cues: readonly CueState[]): void;
  /** SoundJS could not load this one. */
  failed(src: string): void;
  close(): void;
};

/** The address that a page loads: another one as soon as the file's content changes. */
export function srcOf({ url, sum }: SoundFile): string {
  return `${url}?sum=${sum}`;
}

/** Registers cues' files with SoundJS, by the cues' names. `onUnplayable` is told at each address's first failure. */
export function createSoundLoader({ Sound }: SoundJs, onUnplayable: (src: string, cue: string) => void): SoundLoader {
  let wanted = new Map<string, Wanted>();
  /** Loaded or loading, also those that only a sound that still plays needs. */
  const kept = new Set<string>();
  const tries = new Map<string, number>();
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const register = (name: string, { src, file, channels }: Wanted) => {
    kept.add(src);
    const isPlayable = Sound.registerSound(src, name, { ...(channels !== undefined && { channels }), sum: file.sum });
    if (isPlayable === false) onUnplayable(src, name);
  };
  const namesOf = (src: string) => [...wanted].filter(([, one]) => one.src === src);
  const tidy = () => {
    for (const src of kept) {
      if (namesOf(src).length > 0 || Sound._instances.some((instance) => instance.src === src)) continue;
      Sound.removeSound(src);
      kept.delete(src);
      tries.delete(src);
    }
  };
  const again = (src: string) => {
    const names = namesOf(src);
    if (names.length === 0) return;
    Sound.removeSound(src);
    for (const [name, one] of names) register(name, one);
  };
  return {
    load(cues) {
      const before = wanted;
      wanted = new Map(cues.flatMap(({ name, file, channels }) => (file ? [[name, { src: srcOf(file), file, channels }]] : [])));
      for (const [name, one] of wanted) if (before.get(name)?.src !== one.src) register(name, one);
      tidy();
    },
    failed(src) {
      const count = tries.get(src) ?? 0;
      tries.set(src, count + 1);
      const [name] = namesOf(src)[0] ?? [];
      if (count === 0 && name !== undefined) onUnplayable(src, name);
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          again(src);
        },
        Math.min(longestRetryMs, firstRetryMs * 2 ** count),
      );
      timers.add(timer);
    },
    close: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}
