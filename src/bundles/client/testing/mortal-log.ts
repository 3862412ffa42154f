import type { ReplicantLog } from '#ports/replicant-log';

/** The log as one server run sees it: it can be cut off from it for ever, as a process that is killed is. */
export type MortalLog = ReplicantLog & {
  /** Writes that begin from now on wait for the returned function to be called. */
  holdWrites(): () => void;
  /** From now on nothing that the run writes has any effect, and nothing is answered. Resolves when held writes are `stored`, if they are to be. */
  kill(inFlight: 'lost' | 'stored'): Promise<void>;
};

type Batch = Parameters<ReplicantLog['write']>[0];

export function createMortalLog(log: ReplicantLog): MortalLog {
  const silence = new Promise<never>(() => undefined);
  const held = new Set<Batch>();
  let gate: Promise<void> = Promise.resolve();
  let isDead = false;
  const whileAlive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return silence;
    try {
      const answer = await work();
      return isDead ? await silence : answer;
    } catch (error) {
      if (isDead) return silence;
      throw error;
    }
  };
  const write = async (batch: Batch): Promise<void> => {
    held.add(batch);
    await gate;
    held.delete(batch);
    return isDead ? silence : log.write(batch);
  };
  return {
    ...log,
    write: (batch) => whileAlive(() => write(batch)),
    delete: (key) => whileAlive(() => log.delete(key)),
    prune: (retention) => whileAlive(() => log.prune(retention)),
    holdWrites: () => {
      let release: () => void = () => undefined;
      gate = new Promise((resolve) => (release = resolve));
      return () => release();
    },
    kill: async (inFlight) => {
      if (isDead) return;
      isDead = true;
      // A storage that is away takes nothing.
      if (inFlight === 'stored') for (const batch of held) await log.write(batch).catch(() => undefined);
    },
  };
}
