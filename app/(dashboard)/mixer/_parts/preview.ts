/** What is heard in this dashboard. `blocked`: the browser wants a click in this tab first. */
export type PreviewState = { id: string; state: 'playing' | 'blocked' | 'failed' } | undefined;

export type Preview = {
  get(): PreviewState;
  subscribe(listener: () => void): () => void;
  /** Plays one sound, in place of the one before. `level` is 0 to 100. */
  play(id: string, url: string, level: number): void;
  setLevel(level: number): void;
  stop(): void;
};

/** Plays cues in this window, one at a time, to listen to and not on air. */
export function createPreview(): Preview {
  let state: PreviewState;
  let audio: HTMLAudioElement | undefined;
  const listeners = new Set<() => void>();
  const set = (next: PreviewState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const stop = () => {
    audio?.pause();
    audio = undefined;
    set(undefined);
  };
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    play(id, url, level) {
      stop();
      const own = new Audio(url);
      audio = own;
      own.volume = level / 100;
      const end = (next: PreviewState) => audio === own && set(next);
      own.addEventListener('ended', () => end(undefined));
      set({ id, state: 'playing' });
      own.play().catch((error: unknown) => {
        end({ id, state: error instanceof DOMException && error.name === 'NotAllowedError' ? 'blocked' : 'failed' });
      });
    },
    setLevel(level) {
      if (audio) audio.volume = level / 100;
    },
    stop,
  };
}
