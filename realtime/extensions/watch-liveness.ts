import type { HostLimits } from './host-limits.ts';

export type LivenessHandlers = {
  unresponsive(): void;
  responsive(): void;
  /** Silent for too long: it won't come back. */
  dead(silentMs: number): void;
  /** True while we ourselves don't read what the host says. */
  isHeldBack(): boolean;
};

export type Liveness = { beat(count: number): void; loaded(): void; stop(): void };

/** Judges a host by its beats: from `loaded` on strictly, before that it may read many files in one go. Time in which this process itself slept or was busy doesn't count against the host. */
export function watchLiveness(limits: HostLimits, handlers: LivenessHandlers): Liveness {
  const checkMs = Math.min(250, limits.unresponsiveMs / 4);
  let isLoaded = false;
  let lastCount = -1;
  let silentMs = 0;
  let isUnresponsive = false;
  let checkedAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    if (!handlers.isHeldBack()) silentMs += Math.min(now - checkedAt, 2 * checkMs);
    checkedAt = now;
    if (isLoaded && silentMs >= limits.unresponsiveMs && !isUnresponsive) {
      isUnresponsive = true;
      handlers.unresponsive();
    }
    if (silentMs < (isLoaded ? limits.killMs : limits.loadKillMs)) return;
    clearInterval(timer);
    handlers.dead(silentMs);
  }, checkMs);
  return {
    beat(count) {
      if (count === lastCount) return;
      lastCount = count;
      silentMs = 0;
      if (isUnresponsive) handlers.responsive();
      isUnresponsive = false;
    },
    loaded() {
      isLoaded = true;
      silentMs = 0;
    },
    stop: () => clearInterval(timer),
  };
}
