/** How long to wait before each next try: doubles from `firstMs` to `lastMs`, and begins anew after `healthyMs` without a crash. */
export function createBackoff({
  firstRetryMs,
  lastRetryMs,
  healthyMs,
}: {
  firstRetryMs: number;
  lastRetryMs: number;
  healthyMs: number;
}): Backoff {
  let nextMs = firstRetryMs;
  return {
    next(ranForMs) {
      if (ranForMs >= healthyMs) nextMs = firstRetryMs;
      const waitMs = nextMs;
      nextMs = Math.min(nextMs * 2, lastRetryMs);
      return waitMs;
    },
  };
}

export type Backoff = { next(ranForMs: number): number };
