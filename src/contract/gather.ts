/** Work that is done a moment after it was asked for, once for all that asked meanwhile, and never twice at a time. */
export type Gathered = { soon(ms?: number): void; stop(): void };

/** See {@link Gathered}. Work that rejects has had its turn: who asks next has it tried again. */
export function gather(gatherMs: number, work: () => Promise<void>): Gathered {
  let timer: { at: number; handle: ReturnType<typeof setTimeout> } | undefined;
  let isWorking = false;
  let isStopped = false;

  const run = async () => {
    timer = undefined;
    if (isWorking) return soon();
    isWorking = true;
    try {
      await work();
    } catch {
      // Whoever cares catches it in the work itself.
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
