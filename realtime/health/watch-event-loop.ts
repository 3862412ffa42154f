import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Stall } from '#contract/health';
import { serverNow } from '#runtime/server-clock';

export type EventLoopWatch = {
  /** How late timers were since this was asked last, in seconds; 0 when nothing is known. */
  delays(): { p50: number; p99: number; max: number };
  stop(): void;
};

/** How often it looks, and how late it must be to call it a stall: a third of a second of nothing is seen on air. */
const tickMs = 100;
const stallMs = 300;
/** Who computes gets at least this share of the time, even on a crowded computer. */
const busyShare = 0.1;

/** Tells each time that this process did nothing at all for a while, once, with its length. */
export function watchEventLoop(onStall: (stall: Stall) => void): EventLoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  let last = performance.now();
  let lastUsed = process.cpuUsage();
  // The histogram misses what begins just after it was reset.
  let longestMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const used = process.cpuUsage();
    const lateMs = now - last - tickMs;
    const usedMs = (used.user + used.system - lastUsed.user - lastUsed.system) / 1_000;
    last = now;
    lastUsed = used;
    longestMs = Math.max(longestMs, lateMs);
    if (lateMs > stallMs)
      onStall({ ms: Math.round(lateMs), at: serverNow(), cause: usedMs > lateMs * busyShare ? 'busy' : 'paused' });
  }, tickMs);
  timer.unref();
  return {
    delays() {
      const seconds = (nanoseconds: number) => (histogram.count > 0 ? nanoseconds / 1e9 : 0);
      const delays = {
        p50: seconds(histogram.percentile(50)),
        p99: seconds(histogram.percentile(99)),
        max: Math.max(seconds(histogram.max), longestMs / 1_000),
      };
      histogram.reset();
      longestMs = 0;
      return delays;
    },
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
