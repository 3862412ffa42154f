'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { RestrictionView } from '#contract/identity';
import { useTRPC } from '../_trpc/trpc.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { togetherOf } from './together-of.ts';

/** Whether a workspace or bundle is restricted, and the switch. Restricting asks once: others lose it at once. */
export function useRestriction(kind: RestrictionView['kind'], name: string, label = name) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { access: texts } = useTexts();
  const confirm = useConfirm();
  const { data } = useQuery(trpc.restriction.list.queryOptions());
  const isRestricted = (data ?? []).some((restriction) => restriction.kind === kind && restriction.name === name);
  const set = useMutation(
    trpc.restriction.set.mutationOptions({
      onSuccess: (restrictions, { restricted }) => {
        cache.setQueryData(trpc.restriction.list.queryKey(), restrictions);
        toast.success(restricted ? texts.restrictedNow(label) : texts.openNow(label));
      },
    }),
  );
  return {
    ...togetherOf([set]),
    isRestricted,
    toggle: async () => {
      set.reset();
      const question = {
        title: texts.restrictTitle(label),
        text: texts.restrictQuestion,
        action: texts.restrictWord,
        onAir: false,
      };
      if (isRestricted || (await confirm(question))) set.mutate({ kind, name, restricted: !isRestricted });
    },
  };
}
