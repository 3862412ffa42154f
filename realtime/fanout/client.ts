import type { FrameItem } from '#contract/wire';
import type { Connection } from '#ports/connection';
import type { Permits } from '../gateway/entry/permits.ts';
import type { Subscription } from './channels.ts';
import type { News } from './turn.ts';

/** One connected client as the fan-out sees it. */
export type FanoutClient = {
  readonly connection: Connection;
  /** What it may hear of. */
  readonly permits: Permits;
  /** Its kind when it connected: one of NodeCG's clients may turn out to be a graphic later. */
  readonly countedAs: Connection['kind'];
  /** By channel id. */
  readonly subscriptions: Map<number, Subscription>;
  /** `bundle\0name` of the messages that it listens to. */
  readonly listens: Set<string>;
  /** This turn's items that concern it. */
  news: News | undefined;
  /** Since when it has not been reading, milliseconds of the monotonic clock; undefined while it reads. */
  blockedSince: number | undefined;
  /** What can't be replaced by a newer state, kept while it isn't reading: oldest dropped first. */
  waiting: FrameItem[];
  dropped: number;
  resyncing: boolean;
  closed: boolean;
};

/** A client that follows nothing yet. */
export function createFanoutClient(connection: Connection, permits: Permits): FanoutClient {
  return {
    connection,
    permits,
    countedAs: connection.kind,
    subscriptions: new Map(),
    listens: new Set(),
    news: undefined,
    blockedSince: undefined,
    waiting: [],
    dropped: 0,
    resyncing: false,
    closed: false,
  };
}
