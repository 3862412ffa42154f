/** Runs `work` a moment after it was asked for, once for all that asked meanwhile, and never twice at a time. */
export type Gathered = { soon(ms?: number): void; stop(): void };

/** See {@link Gathered}. `work` must not reject. */
export function gather(gatherMs: number, work: () => Promise<void>): Gathered {
  let timer: { at: number; handle: NodeJS.Timeout } | undefined;
  let isWorking = false;
  let isStopped = false;

  const run = async () => {
    timer = undefined;
    if (isWorking) return soon();
    isWorking = true;
    try {
      await work();
    } finally {
      isWorking = false;
    }
  };
  const soon = (ms = gatherMs) => {
    const at = performance.now() + ms;
    if (isStopped || (timer && timer.at <= at)) return;
    clearTimeout(timer?.handle);
    timer = { at, handle: setTimeout(() => void run(), ms) };
  };
  return {
    soon,
    stop() {
      isStopped = true;
      clearTimeout(timer?.handle);
    },
  };
}
