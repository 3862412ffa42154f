export type Turnstile = {
  /** Resolves with the way out when there is a place. */
  enter(): Promise<() => void>;
};

/** Lets in `places` at a time, in the order in which they came. Who doesn't leave within `longestMs` holds up nobody any longer. */
export function createTurnstile({ places, longestMs }: { places: number; longestMs: number }): Turnstile {
  const waiting: (() => void)[] = [];
  let free = places;

  function letIn(): () => void {
    free -= 1;
    let isInside = true;
    const leave = (): void => {
      clearTimeout(timer);
      if (!isInside) return;
      isInside = false;
      free += 1;
      waiting.shift()?.();
    };
    const timer = setTimeout(leave, longestMs);
    timer.unref();
    return leave;
  }

  return {
    enter: () =>
      new Promise((resolve) => {
        if (free > 0 && waiting.length === 0) resolve(letIn());
        else waiting.push(() => resolve(letIn()));
      }),
  };
}
