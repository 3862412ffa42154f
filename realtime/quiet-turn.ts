/** Runs what was asked for once the event loop has a turn without more of it. */
export type QuietTurn = {
  /** More came: `run` waits until a whole turn brings nothing, or the first has waited for `longestMs`. */
  ask(): void;
  cancel(): void;
};

/** `longestMs`: see {@link QuietTurn.ask}. `apartMs`: a run begins so long after the one before; the first after a rest at once. */
export type QuietTurnTimes = { longestMs: number; apartMs?: number };

/** After a run that took long the next waits at most so long. */
const longestPauseMs = 5;

/**
 * A burst arrives in pieces: its first piece wakes the process, and the rest is read in the next turns. Who answers each piece at once
 * pays one write per client and piece; who waits for the first turn that brings nothing pays one per client, some 0.05 ms later.
 * Where a run takes milliseconds, because there are many clients, the next leaves as much time to what comes in, for the same reason.
 * With `longestMs` 0 `run` comes at the end of the same turn.
 */
export function createQuietTurn(run: () => void, { longestMs, apartMs = 0 }: QuietTurnTimes): QuietTurn {
  let immediate: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;
  let firstAt = 0;
  let hasMore = false;
  let notBefore = 0;

  function look(): void {
    const now = longestMs > 0 ? performance.now() : 0;
    timer = undefined;
    immediate = undefined;
    if (notBefore - now >= 1) {
      timer = setTimeout(look, notBefore - now);
    } else if (hasMore && now - firstAt < longestMs) {
      hasMore = false;
      immediate = setImmediate(look);
    } else {
      run();
      if (longestMs > 0) pause(now);
    }
  }

  function pause(begin: number): void {
    const end = performance.now();
    notBefore = Math.max(begin + apartMs, end + Math.min(longestPauseMs, end - begin));
  }

  return {
    ask() {
      hasMore = longestMs > 0;
      if (immediate ?? timer) return;
      if (hasMore) firstAt = performance.now();
      immediate = setImmediate(look);
    },
    cancel() {
      clearImmediate(immediate);
      clearTimeout(timer);
      immediate = undefined;
      timer = undefined;
    },
  };
}
