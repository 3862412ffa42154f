/**
 * Lets `perSecond` things through each second, and `burst` at once after a quiet time.
 * `take` answers false when the thing must be left out; `leftOut` returns how many were since it was last asked.
 */
export function limitRate(perSecond: number, burst: number, now: () => number = () => performance.now()): RateLimit {
  let tokens = burst;
  let filledAt = now();
  let left = 0;
  return {
    take() {
      const at = now();
      tokens = Math.min(burst, tokens + ((at - filledAt) / 1_000) * perSecond);
      filledAt = at;
      if (tokens < 1) {
        left += 1;
        return false;
      }
      tokens -= 1;
      return true;
    },
    leftOut() {
      const count = left;
      left = 0;
      return count;
    },
  };
}

export type RateLimit = { take(): boolean; leftOut(): number };
