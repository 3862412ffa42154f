'use client';

import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { SessionView } from '#contract/identity';
import { useViewer } from '../_live/viewer-context.ts';
import { useTRPC } from '../_trpc/trpc.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { togetherOf } from './together-of.ts';
import { useRefreshPeople } from './use-people.ts';

/** Ends sessions. Their pages are signed out at once. */
export function useRevoke() {
  const trpc = useTRPC();
  const { sessions: texts } = useTexts();
  const own = useViewer().viewer?.sessionId;
  const confirm = useConfirm();
  const refresh = useRefreshPeople();
  const revoke = useMutation(
    trpc.session.revoke.mutationOptions({ onSuccess: ({ revoked }) => (toast.success(texts.revoked(revoked)), refresh()) }),
  );
  const asked = async (question: { title: string; text: string; action: string }, run: () => void) => {
    revoke.reset();
    if (await confirm({ ...question, onAir: false })) run();
  };
  const { pending, refusal } = togetherOf([revoke]);
  return {
    pending,
    refusal,
    one: ({ id }: SessionView) => {
      revoke.reset();
      if (id !== own) return revoke.mutate({ sessionId: id });
      void asked({ title: texts.revokeThisTitle, text: texts.revokeThisText, action: texts.revoke }, () =>
        revoke.mutate({ sessionId: id }),
      );
    },
    /** All of somebody. */
    all: (userId: string, name: string) =>
      asked({ title: texts.revokeAllTitle(name), text: texts.revokeAllText, action: texts.revokeAll }, () =>
        revoke.mutate({ userId }),
      ),
    /** All of one's own but this. */
    others: () =>
      asked({ title: texts.revokeOthersTitle, text: texts.revokeOthersText, action: texts.revokeOthers }, () =>
        revoke.mutate({ butThis: true }),
      ),
  };
}
