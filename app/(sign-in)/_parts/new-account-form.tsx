'use client';

import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { signInByPassword } from '../../_data/sign-in.ts';
import { useTRPC } from '../../_trpc/trpc.ts';
import { buttonClass } from '../../_ui/button.tsx';
import { Field, PasswordField } from '../../_ui/field.tsx';
import { onSubmit } from '../../_ui/on-submit.ts';
import { Refusal } from '../../_ui/refusal.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

type NewAccountProps = { kind: 'set-up' | 'invite'; token: string; title: string; text: string };

/** Makes an account by a link, and signs in with it. */
export function NewAccountForm({ kind, token, title, text }: NewAccountProps) {
  const { newAccount: texts, signIn } = useTexts();
  const { create, error, isPending } = useNewAccount(kind);
  // The token opens an account: it doesn't stay in the address, where others could read it.
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  const submit = onSubmit((typed) => create({ token, username: typed('username'), password: typed('password') }));
  return (
    <form onSubmit={submit} className="grid gap-3.5">
      <h1 className="text-xl font-semibold">{title}</h1>
      <p className="-mt-2 text-mute text-pretty">{text}</p>
      <Refusal reason={error} />
      <Field
        name="username"
        label={signIn.username}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={64}
        required
        autoFocus
      />
      <PasswordField
        name="password"
        label={signIn.newPassword}
        hint={texts.passwordHint}
        autoComplete="new-password"
        minLength={10}
        required
      />
      <button type="submit" disabled={isPending} className={buttonClass('primary', 'mt-1 h-11 w-full')}>
        {isPending ? texts.creating : texts.create}
      </button>
    </form>
  );
}

type NewAccount = { token: string; username: string; password: string };

function useNewAccount(kind: NewAccountProps['kind']) {
  const trpc = useTRPC();
  const onSuccess = async (_: unknown, { username, password }: NewAccount) => {
    const signedIn = await signInByPassword('password', { username, password, code: '' });
    location.assign(signedIn.ok ? '/' : '/login');
  };
  const setUp = useMutation(trpc.setup.setUp.mutationOptions({ onSuccess }));
  const accept = useMutation(trpc.invite.accept.mutationOptions({ onSuccess }));
  const { mutate, error, isPending, isSuccess } = kind === 'set-up' ? setUp : accept;
  return { create: (account: NewAccount) => mutate(account), error: error?.message, isPending: isPending || isSuccess };
}
