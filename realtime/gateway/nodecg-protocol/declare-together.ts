import { keyOf, type Actor, type DeclareOptions, type ReplicantError, type ReplicantKey } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { Declared, ReplicantService } from '#services/replicant/types';

export type DeclareTogether = (
  key: ReplicantKey,
  options: DeclareOptions,
  actor: Actor,
) => Promise<Result<Declared, ReplicantError>>;

type Waiting = {
  key: ReplicantKey;
  options: DeclareOptions;
  resolve: (result: Result<Declared, ReplicantError>) => void;
  reject: (error: unknown) => void;
};

/** Replicants that are remembered as declared before; all of a large show. */
const maxKnown = 20_000;

/**
 * NodeCG's clients declare replicants one by one, hundreds in a burst. All that one turn of the event loop brought are declared in one
 * go, in the order in which they came, so that a page that comes back after a start costs one trip to storage. What was declared before is answered at once; who asks for what is being declared waits for that.
 */
export function createDeclareTogether({
  declare,
  declareMany,
}: Pick<ReplicantService, 'declare' | 'declareMany'>): DeclareTogether {
  const known = new Set<string>();
  const underWay = new Map<string, Promise<unknown>>();
  let waiting = new Map<string, { actor: Actor; items: Waiting[] }>();

  function flush(): void {
    const groups = waiting;
    waiting = new Map();
    for (const { actor, items } of groups.values()) {
      const work = declareMany(items, actor).then(
        (results) => items.forEach((item, index) => settle(item, results[index])),
        (error: unknown) => {
          for (const { reject } of items) reject(error);
        },
      );
      for (const { key } of items) underWay.set(keyOf(key), work);
      void work.then(() => {
        for (const { key } of items) if (underWay.get(keyOf(key)) === work) underWay.delete(keyOf(key));
      });
    }
  }

  function settle({ key, resolve, reject }: Waiting, result: Result<Declared, ReplicantError> | undefined): void {
    if (!result) return reject(new Error('declareMany answers every item'));
    if (known.size >= maxKnown) known.clear();
    if (result.ok) known.add(keyOf(key));
    resolve(result);
  }

  const declareSoon: DeclareTogether = (key, options, actor) => {
    const id = keyOf(key);
    if (known.has(id)) return declare(key, options, actor);
    const before = underWay.get(id);
    if (before) return before.then(() => declareSoon(key, options, actor));
    return new Promise((resolve, reject) => {
      if (waiting.size === 0) setImmediate(flush);
      const author = JSON.stringify([actor.kind, actor.id, actor.role, actor.access ?? null]);
      const group = waiting.get(author) ?? { actor, items: [] };
      waiting.set(author, group);
      group.items.push({ key, options, resolve, reject });
    });
  };
  return declareSoon;
}
