import type { Actor, DeclareOptions, ReplicantError, ReplicantKey } from '#contract/replicant';
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

/**
 * NodeCG's clients declare replicants one by one, hundreds in a burst. All that one turn of the event loop brought are declared in one
 * go, in the order in which they came, so that a page that comes back after a start costs one trip to storage.
 */
export function createDeclareTogether({ declareMany }: Pick<ReplicantService, 'declareMany'>): DeclareTogether {
  let waiting = new Map<string, { actor: Actor; items: Waiting[] }>();

  function flush(): void {
    const groups = waiting;
    waiting = new Map();
    for (const { actor, items } of groups.values()) {
      declareMany(items, actor).then(
        (results) => items.forEach(({ resolve, reject }, index) => settle(results[index], resolve, reject)),
        (error: unknown) => {
          for (const { reject } of items) reject(error);
        },
      );
    }
  }

  return (key, options, actor) =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) setImmediate(flush);
      const id = `${actor.kind}\u0000${actor.id}\u0000${actor.role}`;
      const group = waiting.get(id) ?? { actor, items: [] };
      waiting.set(id, group);
      group.items.push({ key, options, resolve, reject });
    });
}

function settle(
  result: Result<Declared, ReplicantError> | undefined,
  resolve: Waiting['resolve'],
  reject: Waiting['reject'],
): void {
  if (result) resolve(result);
  else reject(new Error('declareMany answers every item'));
}
