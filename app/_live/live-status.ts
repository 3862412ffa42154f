/**
 * `connecting`: not yet connected since the page loaded; `slow` once that takes longer than it should. `live`: what is shown is
 * current. `reconnecting`: what is shown is from `lostAt`. `unavailable`: the browser client itself is missing.
 */
export type LiveStatus =
  | { state: 'connecting'; slow: boolean }
  | { state: 'live'; latencyMs?: number }
  | { state: 'reconnecting'; lostAt: number }
  | { state: 'unavailable' };

/** How a connection came back: `restarted` means that another server run answers now. */
export type Comeback = 'resumed' | 'restarted';

/** Holds the status for components, which follow it with `useSyncExternalStore`. */
export function createStatusStore(initial: LiveStatus) {
  let status = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => status,
    set: (next: LiveStatus) => {
      if (isSame(status, next)) return;
      status = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
export type StatusStore = ReturnType<typeof createStatusStore>;

function isSame(a: LiveStatus, b: LiveStatus): boolean {
  if (a.state === 'live' && b.state === 'live') return a.latencyMs === b.latencyMs;
  if (a.state === 'connecting' && b.state === 'connecting') return a.slow === b.slow;
  if (a.state === 'reconnecting' && b.state === 'reconnecting') return a.lostAt === b.lostAt;
  return a.state === b.state;
}
