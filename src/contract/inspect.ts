import type { Json } from './json.ts';
import type { Actor, MergeStrategy, ReplicantKey, ReplicantKind, Snapshot } from './replicant.ts';

/** A line of the inspector. */
export type ReplicantSummary = {
  key: ReplicantKey;
  revision: number;
  persistent: boolean;
  kind: ReplicantKind;
  /** At most this many characters as JSON. */
  bytes: number;
  /** False: stored, but nobody has declared it in this server run. */
  declared: boolean;
  /** Changes per second, and characters of operations per second, over the last 10 s. */
  changesPerSecond: number;
  bytesPerSecond: number;
  /** Connected clients that follow it. */
  subscribers: number;
  /** The last change of this server run. */
  lastChange?: { at: number; actor: Actor };
};

/** Everything about one replicant. `snapshot.value` is missing where it has no value. */
export type ReplicantDetails = {
  summary: ReplicantSummary;
  snapshot: Snapshot;
  schema?: Json;
  merge?: MergeStrategy;
  followers: Follower[];
};

/** A connected client that follows a replicant. */
export type Follower = {
  connectionId: string;
  kind: 'dashboard' | 'graphics' | 'extension';
  actor: Actor;
  bundle?: string;
  /** Its page's path; absent for a dashboard and an extension. */
  url?: string;
  /** IP address; empty for an extension. */
  address: string;
  /** `OBS 30.2`, `Chrome 156`, … */
  client: string;
  /** `slow`: it isn't reading, and gets the newest state when it does. */
  state: 'live' | 'slow';
};
