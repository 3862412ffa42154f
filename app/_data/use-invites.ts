'use client';

import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { InviteView } from '#contract/identity';
import { useTRPC } from '../_trpc/trpc.ts';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { togetherOf } from './together-of.ts';
import { useRefreshPeople } from './use-people.ts';

/** Makes an invitation: its link is in the answer and nowhere else. */
export function useInvite() {
  const trpc = useTRPC();
  const refresh = useRefreshPeople();
  return useMutation(trpc.invite.create.mutationOptions({ onSuccess: refresh, gcTime: 0 }));
}

/** Ends an invitation before it is used. */
export function useRevokeInvite({ id, label }: InviteView) {
  const trpc = useTRPC();
  const { people: texts } = useTexts();
  const refresh = useRefreshPeople();
  const revoke = useMutation(
    trpc.invite.revoke.mutationOptions({ onSuccess: () => (toast.success(texts.inviteRevoked(label)), refresh()) }),
  );
  return { ...togetherOf([revoke]), revoke: () => revoke.mutate({ inviteId: id }) };
}

/** Where an invitation is accepted. */
export function inviteLink(token: string): string {
  return `${location.origin}/invite?token=${encodeURIComponent(token)}`;
}

/** Whether a link leads somewhere on this computer only: nobody else can open it. */
export function leadsHere(link: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(link).hostname);
}
