/** A wait that can be cut short. One at a time. */
export interface Pause {
  /** Resolves after `ms`, or when ended. */
  start(ms: number): Promise<void>;
  end(): void;
}

/** A {@link Pause}; ending one that hasn't started does nothing. */
export function createPause(): Pause {
  let finish: () => void = () => undefined;
  return {
    start: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        finish = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => finish(),
  };
}
