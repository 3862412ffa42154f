import { limits } from '#contract/limits';

/** Durations of the service, all in milliseconds. */
export type Timing = {
  /** How long changes that nobody waits for are gathered into one write. */
  gatherMs: number;
  /** How long a writer waits for storage before it is told `not-durable`. */
  durableAckMs: number;
  /** How long storage may take to answer a question, and how long while it is known to be away. */
  askMs: number;
  askAwayMs: number;
  /** First and longest pause between two tries to reach a storage that doesn't answer. */
  retryMs: number;
  maxRetryMs: number;
  /** How long a proposal tries to win against other processes before it is `contended`. */
  contendedMs: number;
};

export const defaultTiming: Timing = {
  gatherMs: 50,
  durableAckMs: limits.durableAckMs,
  askMs: limits.durableAckMs,
  askAwayMs: 1_000,
  retryMs: 100,
  maxRetryMs: 2_000,
  contendedMs: 2_000,
};
