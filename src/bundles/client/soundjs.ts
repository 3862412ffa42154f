/** As much of SoundJS 1.0.1 as we use. Bundles see all of it as `createjs`. */
export type SoundInstance = {
  src: string;
  volume: number;
  /** `playInited`, `playSucceeded`, `playInterrupted`, `playFinished`, `playFailed` */
  playState: string | null;
  cueName?: string;
  play(): SoundInstance;
  stop(): SoundInstance;
  on(event: 'succeeded' | 'complete' | 'failed' | 'interrupted', listener: () => void): unknown;
};

export type SoundJs = {
  Sound: {
    _instances: SoundInstance[];
    registerSound(src: string, id: string, data: { channels?: number; sum: string }): unknown;
    removeSound(src: string): boolean;
    loadComplete(src: string): boolean;
    createInstance(id: string): SoundInstance;
    stop(): void;
    on(event: 'fileload' | 'fileerror', listener: (event: { src: string }) => void): unknown;
  };
  AbstractPlugin: { prototype: Plugin };
};

type Plugin = {
  _audioSources: Record<string, unknown>;
  _soundInstances: Record<string, { playbackResource: unknown }[] | null | undefined>;
  _handlePreloadComplete?: (this: Plugin, event: { target: { getItem(): { src: string } }; result: unknown }) => void;
};

/**
 * SoundJS throws (`setPlaybackResource is not a function`) when a sound arrives that a page has tried to play before, and never says then that
 * it is loaded. This does what was meant: the early instances get the sound, and the news goes on.
 */
export function mendSoundJs({ AbstractPlugin }: SoundJs): void {
  const plugin = AbstractPlugin.prototype;
  plugin._handlePreloadComplete = function giveToEarlyInstances({ target, result }) {
    const { src } = target.getItem();
    this._audioSources[src] = result;
    for (const instance of this._soundInstances[src] ?? []) instance.playbackResource = result;
    this._soundInstances[src] = null;
  };
}
