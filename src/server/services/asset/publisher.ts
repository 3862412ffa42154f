import type { Json } from '#contract/json';
import { keyOf, type ReplicantKey } from '#contract/replicant';
import type { AssetDeps } from './types.ts';

/** Tells replicants what is there, each one in turn and only when it changed. */
export type Publisher = {
  /** Resolves when what `read` returned at this call, or something newer, is on air. */
  set(key: ReplicantKey, read: () => unknown): Promise<void>;
};

/** See {@link Publisher}. A failure is logged, and tried again with the next change. */
export function createPublisher({ publish, log }: Pick<AssetDeps, 'publish' | 'log'>): Publisher {
  const told = new Map<string, string>();
  const turns = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  const write = async (key: ReplicantKey, read: () => unknown) => {
    const id = keyOf(key);
    waiting.delete(id);
    const text = JSON.stringify(read());
    if (told.get(id) === text) return;
    try {
      await publish(key, JSON.parse(text) as Json);
      told.set(id, text);
    } catch (error) {
      log.warn(`"${key.name}" of "${key.namespace}" could not be updated: ${String(error)}`);
    }
  };

  return {
    set(key, read) {
      const id = keyOf(key);
      // Who comes while one waits for its turn is served by it: it reads only then.
      const already = waiting.get(id);
      if (already) return already;
      const turn = (turns.get(id) ?? Promise.resolve()).then(() => write(key, read));
      turns.set(id, turn);
      waiting.set(id, turn);
      return turn;
    },
  };
}
