import type { Actor, DeclareOptions, ReplicantError, ReplicantKey } from '#contract/replicant';
import { failure, type Result } from '#contract/result';
import type { Declared, ReplicantService } from '#services/replicant/types';
import type { Permits } from './permits.ts';
import { forbiddenText } from './rules.ts';

export type Wish = ReplicantKey & { declare?: DeclareWish | undefined };
type DeclareWish = { [K in keyof DeclareOptions]?: DeclareOptions[K] | undefined };
type Outcome = Result<Declared, ReplicantError>;

type Who = {
  actor: Actor;
  permits: Permits;
  replicants: Pick<ReplicantService, 'declareMany'>;
  /** Not even to be read. */
  isRefused: (index: number) => boolean;
};

/**
 * Declares in somebody's name: those that they may write as they wish, those that they may only read without deciding anything of them,
 * and the rest not at all. Results in the order asked.
 */
export async function declareAllowed(
  wishes: readonly Wish[],
  { actor, permits, replicants, isRefused }: Who,
): Promise<Outcome[]> {
  if (permits.isFree) return replicants.declareMany(wishes.map(toDeclaration), actor);
  const groups = { write: [] as number[], read: [] as number[] };
  wishes.forEach((wish, index) => {
    if (!isRefused(index)) groups[permits.mayWrite(wish) ? 'write' : 'read'].push(index);
  });
  const outcomes: Outcome[] = wishes.map(() => failure({ code: 'forbidden', message: forbiddenText }));
  const declare = async (indexes: number[], by: Actor): Promise<void> => {
    if (indexes.length === 0) return;
    const results = await replicants.declareMany(
      indexes.map((index) => toDeclaration(wishes[index] as Wish)),
      by,
    );
    indexes.forEach((index, place) => (outcomes[index] = results[place] ?? (outcomes[index] as Outcome)));
  };
  await Promise.all([declare(groups.write, actor), declare(groups.read, readerOf(actor))]);
  return outcomes;
}

/** The same who, who decides nothing: the service lets a VIEWER bring up what is stored, and the first real declaration decides. */
export function readerOf({ kind, id }: Actor): Actor {
  return { kind, id, role: 'VIEWER' };
}

function toDeclaration({ namespace, name, declare }: Wish) {
  return { key: { namespace, name }, options: (declare ?? {}) as DeclareOptions };
}
