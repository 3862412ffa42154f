'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { KeyView } from '#contract/identity';
import { useTRPC } from '../_trpc/trpc.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { togetherOf } from './together-of.ts';

/** Keys: everybody's for who manages keys, else one's own. Newest first. */
export function useKeys() {
  const trpc = useTRPC();
  return useQuery(
    trpc.key.list.queryOptions(undefined, { refetchInterval: 4_000, retry: 1, retryDelay: 1_000, staleTime: 1_000 }),
  );
}

/** Makes a key. The key itself is in the answer and is forgotten with it. */
export function useCreateKey() {
  const trpc = useTRPC();
  const refresh = useRefreshKeys();
  return useMutation(trpc.key.create.mutationOptions({ onSuccess: refresh, gcTime: 0 }));
}

/** Ends a key after asking once: what is connected by it goes. */
export function useRevokeKey({ id, name }: KeyView) {
  const trpc = useTRPC();
  const { keys: texts } = useTexts();
  const confirm = useConfirm();
  const refresh = useRefreshKeys();
  const revoke = useMutation(
    trpc.key.revoke.mutationOptions({ onSuccess: () => (toast.success(texts.revoked(name)), refresh()) }),
  );
  return {
    ...togetherOf([revoke]),
    /** `used`: when it was used last, in words. */
    revoke: async (used: string, isGraphics: boolean) => {
      const question = { title: texts.revokeTitle(name), text: texts.revokeText(used), action: texts.revoke, onAir: isGraphics };
      if (await confirm(question)) revoke.mutate({ keyId: id });
    },
  };
}

function useRefreshKeys(): () => void {
  const trpc = useTRPC();
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: trpc.key.pathKey() });
}
