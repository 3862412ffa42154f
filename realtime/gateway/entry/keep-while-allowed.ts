import type { AttachedConnection } from '#ports/connection';
import type { Entry } from './entrance.ts';
import type { LiveConnections } from './live-connections.ts';

/** Lets a connection last as long as what it came in by, and what it has is allowed. Returns the end. */
export function keepWhileAllowed(
  { asker, credentials, remote, changesBefore, mayEnter }: Entry,
  attached: Pick<AttachedConnection, 'isStillAllowed' | 'refresh'>,
  connections: LiveConnections,
  cutOff: (ended: boolean) => void,
): () => void {
  return connections.add(
    {
      ...{ asker, credentials, ...remote, cutOff },
      isStillAllowed: () => mayEnter() && attached.isStillAllowed(),
      refresh: () => attached.refresh(),
    },
    changesBefore,
  );
}
