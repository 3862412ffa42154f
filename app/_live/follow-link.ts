import type { BundleChange } from '#contract/bundle';
import type { Link } from '#bundles/client/link';
import type { Comeback, StatusStore } from './live-status.ts';

const pingEveryMs = 2_000;
/** What a page measures while it still loads is its own work, not the line. */
const settleMs = 1_000;
/** The shown latency is the median of this many, so that one hiccup doesn't flicker. */
const samples = 5;
/** A first connection that takes longer is worth a word. */
const patienceMs = 5_000;

export type LinkHandlers = { onBundleChange(change: BundleChange): void; onComeback(how: Comeback): void };

/** Keeps `status` true to the link: live with its latency, or reconnecting since when. Returns the end. */
export function followLink(link: Link, status: StatusStore, handlers: LinkHandlers): () => void {
  let epoch = link.welcome?.epoch;
  const measure = createLatencyMeter(link, (latencyMs) => {
    if (link.connected) status.set({ state: 'live', latencyMs });
  });
  const becomeLive = () => {
    status.set({ state: 'live' });
    measure.soon();
  };
  const impatience = setTimeout(() => {
    if (epoch === undefined) status.set({ state: 'connecting', slow: true });
  }, patienceMs);
  const stops = [
    () => clearTimeout(impatience),
    link.onWelcome((welcome) => {
      const how = epoch === undefined ? undefined : epoch === welcome.epoch ? 'resumed' : 'restarted';
      epoch = welcome.epoch;
      becomeLive();
      if (how) handlers.onComeback(how);
    }),
    link.onDisconnect(() => status.set({ state: 'reconnecting', lostAt: Date.now() })),
    link.onFrame((items) => {
      for (const item of items) if (item[0] === 'b') handlers.onBundleChange(item[1]);
    }),
    measure.stop,
  ];
  if (link.connected && epoch !== undefined) becomeLive();
  return () => stops.forEach((stop) => stop());
}

/** Pings while the page is looked at; reports the median of the last round trips in whole milliseconds, at least 1. */
function createLatencyMeter(link: Link, report: (latencyMs: number) => void) {
  const times: number[] = [];
  const now = async () => {
    if (!link.connected || document.visibilityState === 'hidden') return;
    const sent = performance.now();
    const answer = await link.request('ping', {});
    if (!answer.ok) return;
    times.push(performance.now() - sent);
    if (times.length > samples) times.shift();
    const median = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    report(Math.max(1, Math.round(median)));
  };
  const timer = setInterval(() => void now(), pingEveryMs);
  let settled: ReturnType<typeof setTimeout> | undefined;
  return {
    soon: () => {
      clearTimeout(settled);
      settled = setTimeout(() => void now(), settleMs);
    },
    stop: () => {
      clearInterval(timer);
      clearTimeout(settled);
    },
  };
}
