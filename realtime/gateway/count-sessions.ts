import type { Connection } from '#ports/connection';

/** How many clients are connected by each session. */
export type SessionCounts = { add(connection: Pick<Connection, 'asker'>): () => void; of(sessionId: string): number };

export function createSessionCounts(): SessionCounts {
  const counts = new Map<string, number>();
  return {
    add({ asker }) {
      const sessionId = asker?.sessionId;
      if (sessionId === undefined) return () => undefined;
      counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
      return () => {
        const left = (counts.get(sessionId) ?? 1) - 1;
        if (left > 0) counts.set(sessionId, left);
        else counts.delete(sessionId);
      };
    },
    of: (sessionId) => counts.get(sessionId) ?? 0,
  };
}
