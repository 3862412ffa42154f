/**
 * `connecting`: not yet connected since the page loaded. `live`: what is shown is current. `reconnecting`: what is shown is from
 * `lostAt`. `unavailable`: the browser client itself is missing.
 */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'unavailable';
export type LiveStatus = { state: LiveState; latencyMs?: number; lostAt?: number };

/** How a connection came back: `restarted` means that another server run answers now. */
export type Comeback = 'resumed' | 'restarted';

/** A value that components can follow with `useSyncExternalStore`. */
export function createStatusStore(initial: LiveStatus) {
  let status = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => status,
    set: (next: LiveStatus) => {
      if (next.state === status.state && next.latencyMs === status.latencyMs && next.lostAt === status.lostAt) return;
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
