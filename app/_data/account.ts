'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTRPC } from '../_trpc/trpc.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';

/** Passwords, codes and secrets that were sent or answered are forgotten with the form. */
const kept = { gcTime: 0 };

/** The account of whoever is signed in. */
export function useMe() {
  return useQuery(useTRPC().account.me.queryOptions(undefined, { staleTime: 2_000, retry: 1 }));
}

/** Sets a password, and says so. */
export function useChangePassword(onChanged: () => void) {
  const trpc = useTRPC();
  const { account: texts } = useTexts();
  const refresh = useRefresh();
  return useMutation(
    trpc.account.changePassword.mutationOptions({
      ...kept,
      onSuccess: () => {
        toast.success(texts.changed);
        refresh();
        onChanged();
      },
    }),
  );
}

/** The steps by which a second factor is turned on and off. */
export function useSecondFactor() {
  const trpc = useTRPC();
  const { account: texts } = useTexts();
  const refresh = useRefresh();
  const begin = useMutation(trpc.account.beginTotp.mutationOptions(kept));
  const confirm = useMutation(trpc.account.confirmTotp.mutationOptions({ ...kept, onSuccess: () => refresh() }));
  const remove = useMutation(
    trpc.account.removeTotp.mutationOptions({
      ...kept,
      onSuccess: () => {
        toast.success(texts.isOff);
        refresh();
      },
    }),
  );
  return { begin, confirm, remove };
}

/** Forgets a provider, after it was asked once. */
export function useUnlink() {
  const trpc = useTRPC();
  const { account: texts } = useTexts();
  const ask = useConfirm();
  const refresh = useRefresh();
  const unlink = useMutation(
    trpc.account.unlink.mutationOptions({ onSuccess: () => refresh(), onError: ({ message }) => void toast.error(message) }),
  );
  return async (provider: string, name: string) => {
    const isSure = await ask({ title: texts.unlinkTitle(name), text: texts.unlinkText, action: texts.unlink, onAir: false });
    if (isSure) unlink.mutate({ provider }, { onSuccess: () => void toast.success(texts.unlinked(name)) });
  };
}

function useRefresh(): () => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries(trpc.account.me.queryFilter());
}
