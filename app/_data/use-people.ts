'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { GrantRule } from '#contract/access';
import type { UserView } from '#contract/identity';
import { useTRPC } from '../_trpc/trpc.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { nameOf } from './people.ts';
import { togetherOf } from './together-of.ts';

/** Others administer as well, and people come and go: asked for again while somebody looks. */
const fresh = { refetchInterval: 4_000, retry: 1, retryDelay: 1_000, staleTime: 1_000 } as const;

/** Everybody who has an account. `enabled`: only for who may see that. */
export function useUsers({ enabled = true }: { enabled?: boolean } = {}) {
  const trpc = useTRPC();
  return useQuery(trpc.user.list.queryOptions(undefined, { ...fresh, enabled }));
}

export function useInvites() {
  const trpc = useTRPC();
  return useQuery(trpc.invite.list.queryOptions(undefined, fresh));
}

/** Open sessions: one's own, or a user's. */
export function useSessions(userId?: string) {
  const trpc = useTRPC();
  return useQuery(trpc.session.list.queryOptions(userId === undefined ? {} : { userId }, fresh));
}

/** Asks for users, invitations and sessions again. */
export function useRefreshPeople(): () => void {
  const trpc = useTRPC();
  const cache = useQueryClient();
  return () => {
    for (const queryKey of [trpc.user.pathKey(), trpc.invite.pathKey(), trpc.session.pathKey(), trpc.restriction.pathKey()])
      void cache.invalidateQueries({ queryKey });
  };
}

type Change = { role?: UserView['role']; reach?: UserView['reach']; displayName?: string };

/** Role and reach of a user. Taking something away asks once. */
export function useStanding(user: UserView) {
  const trpc = useTRPC();
  const { people: texts, top } = useTexts();
  const confirm = useConfirm();
  const refresh = useRefreshPeople();
  const change = useMutation(
    trpc.user.change.mutationOptions({ onSuccess: (changed) => (toast.success(texts.saved(nameOf(changed))), refresh()) }),
  );
  return {
    ...togetherOf([change]),
    save: async (wanted: Change): Promise<boolean> => {
      change.reset();
      const title = texts.demoteTitle(nameOf(user), top.roles[wanted.role ?? user.role]);
      const question = { title, text: texts.demoteText, action: texts.save, onAir: false };
      if (takesAway(user, wanted) && !(await confirm(question))) return false;
      return change.mutateAsync({ userId: user.id, ...wanted }).then(
        () => true,
        () => false,
      );
    },
  };
}

const ranks = { VIEWER: 0, OPERATOR: 1, ADMIN: 2 };

function takesAway(user: UserView, { role = user.role, reach = user.reach }: Change): boolean {
  return ranks[role] < ranks[user.role] || (reach === 'granted' && user.reach === 'all');
}

/** Allow rules of a user: added and taken back one by one. */
export function useGrants(user: UserView) {
  const trpc = useTRPC();
  const { people: texts } = useTexts();
  const refresh = useRefreshPeople();
  const grant = useMutation(
    trpc.user.grant.mutationOptions({ onSuccess: () => (toast.success(texts.granted(nameOf(user))), refresh()) }),
  );
  const ungrant = useMutation(
    trpc.user.ungrant.mutationOptions({ onSuccess: () => (toast.success(texts.ungranted), refresh()) }),
  );
  const { reset, ...state } = togetherOf([grant, ungrant]);
  return {
    ...state,
    add: (rule: GrantRule) => (reset(), grant.mutate({ userId: user.id, rule })),
    remove: (grantId: string) => (reset(), ungrant.mutate({ grantId })),
  };
}

/** What is done with an account. What can't be undone, or ends something at once, asks. */
export function useAccountActions(user: UserView, onDeleted: () => void) {
  const trpc = useTRPC();
  const { people: texts } = useTexts();
  const confirm = useConfirm();
  const refresh = useRefreshPeople();
  const change = useMutation(trpc.user.change.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(
    trpc.user.delete.mutationOptions({
      onSuccess: () => {
        toast.success(texts.removeDone(name));
        refresh();
        onDeleted();
      },
    }),
  );
  const name = nameOf(user);
  const { reset, ...state } = togetherOf([change, remove]);
  const done = (text: string) => ({ onSuccess: () => void toast.success(text) });
  const asked = async (question: { title: string; text: string; action: string }, run: () => void) => {
    reset();
    if (await confirm({ ...question, onAir: false })) run();
  };
  const userId = user.id;
  return {
    ...state,
    unlock: () => (reset(), change.mutate({ userId, unlock: true }, done(texts.unlocked(name)))),
    enable: () => (reset(), change.mutate({ userId, disabled: false }, done(texts.enableDone(name)))),
    disable: () =>
      asked({ title: texts.disableTitle(name), text: texts.disableText, action: texts.disable }, () =>
        change.mutate({ userId, disabled: true }, done(texts.disableDone(name))),
      ),
    resetTotp: () =>
      asked({ title: texts.resetTotpTitle(name), text: texts.resetTotpText, action: texts.resetTotp }, () =>
        change.mutate({ userId, resetTotp: true }, done(texts.resetTotpDone(name))),
      ),
    remove: () =>
      asked({ title: texts.removeTitle(name), text: texts.removeText, action: texts.remove }, () => remove.mutate({ userId })),
  };
}
