import type { AttachedConnection } from '#ports/connection';
import type { Entry } from './entrance.ts';
import type { LiveConnection, LiveConnections } from './live-connections.ts';

export type Kept = {
  /** It has come in anew, by something else that allows the same. */
  cameInBy(by: Pick<LiveConnection, 'asker' | 'credentials'>): void;
  stop(): void;
};

/** Lets a connection last as long as what it came in by, and what it has is allowed. */
export function keepWhileAllowed(
  { asker, credentials, remote, changesBefore, mayEnter }: Entry,
  attached: Pick<AttachedConnection, 'isStillAllowed' | 'refresh'>,
  connections: LiveConnections,
  cutOff: (ended: boolean) => void,
): Kept {
  const live: LiveConnection = {
    ...{ asker, credentials, ...remote, cutOff },
    isStillAllowed: () => mayEnter() && attached.isStillAllowed(),
    refresh: () => attached.refresh(),
  };
  return { stop: connections.add(live, changesBefore), cameInBy: (by) => void Object.assign(live, by) };
}
