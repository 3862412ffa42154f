/** So much within so many seconds. */
export type Rate = { points: number; seconds: number };

/** Counts what somebody does. Keys are forgotten when their time is over, and there are never more than a bound of them. */
export interface RateLimiter {
  /**
   * Takes one from what `key` has left in `rate`. Undefined: there was one; else seconds until there is again, at least 1. Never fails:
   * where the counting itself is away, it is counted elsewhere.
   */
  take(key: string, rate: Rate): Promise<number | undefined>;
  /** Whether nothing is left, without taking. The same answer. */
  look(key: string, rate: Rate): Promise<number | undefined>;
  /** Gives one back: it did no harm. */
  giveBack(key: string, rate: Rate): Promise<void>;
}
