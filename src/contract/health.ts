/**
 * One line of what `/ready` and the dashboard show. `attention` is for the crew to look at: it keeps nobody off air and the server
 * ready.
 */
export type HealthCheck = {
  name: 'database' | 'gateway' | 'web' | 'bundles' | 'redis' | 'https' | 'event-loop' | 'disk' | 'clients' | 'clock';
  state: 'ok' | 'starting' | 'failing' | 'attention';
  detail?: string;
};
export type Readiness = { ready: boolean; version: string; checks: HealthCheck[] };

/** Once the server did nothing at all for `ms`, until `at` (its clock). `busy`: it computed; `paused`: the computer gave it no time. */
export type Stall = { ms: number; at: number; cause: 'busy' | 'paused' };
/** Why the server ended a connection: it took no frames, gave no sign of life, or left its answers unread. */
export type CutOffCause = 'not-reading' | 'no-sign-of-life' | 'answers-unread';

/** What the server notices about itself and its surroundings, as facts: whoever shows them finds the words. Times are the server's clock. */
export type HealthSigns = {
  eventLoop: { state: 'ok' | 'attention'; stalls: number; last?: Stall };
  /** `free`: bytes left for the data folder. `full`: the database stops, or is about to. */
  disk: { state: 'ok' | 'low' | 'full' | 'unknown'; free?: number };
  /** `slow` clients don't read what they are sent now. */
  clients: {
    state: 'ok' | 'attention';
    connected: { dashboard: number; graphics: number; extension: number };
    slow: number;
    cutOff: number;
    lastCutOff?: { cause: CutOffCause; at: number };
  };
  /** The computer's clock was set by `byMs`; what runs on air goes by the server's own. */
  clock: { state: 'ok' | 'attention'; jumps: number; last?: { byMs: number; at: number } };
};
