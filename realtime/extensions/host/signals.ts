/** Numbers that the host's main thread and its line worker share, by their place in one Int32Array. All wrap around. */
export const signal = {
  /** Lines that the worker has posted; the main thread waits on it. */
  posted: 0,
  /** Grows while the main thread's event loop turns. */
  beat: 1,
  /** 1 while the main thread waits for the gateway's answer: it isn't stuck, the gateway is slow. */
  waiting: 2,
  /** Characters posted to and taken by the main thread: their difference is what waits in memory. */
  charactersPosted: 3,
  charactersTaken: 4,
  /** The last flush that the worker has completed. */
  flushed: 5,
} as const;

export type Signals = Int32Array<SharedArrayBuffer>;

export function createSignals(): Signals {
  return new Int32Array(new SharedArrayBuffer(Object.keys(signal).length * Int32Array.BYTES_PER_ELEMENT));
}
