'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { diffOperations } from '#contract/diff-operations';
import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import type { Operation } from '#contract/operations';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import { mergeDrafts } from '../../../_data/json/merge-drafts.ts';
import { refusedPlaces, type RefusedPlace } from '../../../_data/json/refused-places.ts';
import { useTRPC } from '../../../_trpc/trpc.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

export type PutRefusal = { message: string; places: RefusedPlace[] };
type Wanted = { base: Snapshot; value: Json | undefined };

/** Others may be quicker a few times in a row; as long as they change something else, mine goes on top of theirs. */
const mostTries = 5;

/**
 * Puts a draft live: the smallest operations from the state that was seen, refused by the server if it isn't the newest any more. Resolves
 * to the state that it made once it is on air, undefined where it was refused.
 */
export function usePutLive(key: ReplicantKey) {
  const trpc = useTRPC();
  const { replicants: texts } = useTexts();
  const propose = useMutation(trpc.replicant.propose.mutationOptions());
  const [refusal, setRefusal] = useState<PutRefusal>();

  const attempt = async ({ base, value }: Wanted): Promise<Wanted | { onAir: Snapshot } | PutRefusal> => {
    try {
      const reply = await propose.mutateAsync({
        ...key,
        operations: operationsFor(base.value, value),
        baseRevision: base.revision,
        onConflict: 'reject',
      });
      toast.success(texts.edit.saved(key.name));
      return { onAir: { value: undefined, ...reply } };
    } catch (error) {
      const { message, data } = error as NonNullable<typeof propose.error>;
      const failure = data?.failure;
      if (failure?.code === 'not-durable') {
        toast.warning(texts.edit.savedLate, { description: message });
        return { onAir: failure.current ?? { ...base, revision: base.revision + 1, value } };
      }
      const rebased = failure?.code === 'stale' && failure.current ? rebase({ base, value }, failure.current) : undefined;
      return rebased ?? { message: firstLine(message), places: refusedPlaces(message) };
    }
  };
  const put = async (wanted: Wanted): Promise<Snapshot | undefined> => {
    setRefusal(undefined);
    let next: Awaited<ReturnType<typeof attempt>> = wanted;
    for (let tries = 0; tries < mostTries && 'base' in next; tries += 1) next = await attempt(next);
    if ('message' in next) setRefusal(next);
    return 'onAir' in next ? next.onAir : undefined;
  };
  return { put, refusal, clear: () => setRefusal(undefined) };
}

/** Undefined where both changed the same: a person decides. */
function rebase({ base, value }: Wanted, current: Snapshot): Wanted | undefined {
  const { merged, overlaps } = mergeDrafts(base.value, value, current.value);
  return overlaps.length === 0 ? { base: current, value: merged } : undefined;
}

function operationsFor(from: Json | undefined, to: Json | undefined): Operation[] {
  const operations = diffOperations(from, to);
  // The same again is a change, too: it says that somebody wanted exactly this.
  if (operations.length > 0 && operations.length <= limits.operationsPerProposal) return operations;
  return [{ path: '/', method: 'overwrite', args: { newValue: to } }];
}

/** What the schema says of single places is shown there. */
function firstLine(message: string): string {
  return refusedPlaces(message).length > 0 ? message.slice(message.indexOf('\n') + 1) : message;
}
