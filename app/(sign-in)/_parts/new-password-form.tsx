'use client';

import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { signInByPassword } from '../../_data/sign-in.ts';
import { useTRPC } from '../../_trpc/trpc.ts';
import { buttonClass } from '../../_ui/button.tsx';
import { PasswordField } from '../../_ui/field.tsx';
import { onSubmit } from '../../_ui/on-submit.ts';
import { Refusal } from '../../_ui/refusal.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** Sets a new password by a link, and signs in with it. */
export function NewPasswordForm({ token, username }: { token: string; username: string }) {
  const { newAccount: texts, signIn } = useTexts();
  const { mutate, error, isPending, isSuccess } = useNewPassword();
  const isWorking = isPending || isSuccess;
  // The token opens an account: it doesn't stay in the address, where others could read it.
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  return (
    <form onSubmit={onSubmit((typed) => mutate({ token, password: typed('password') }))} className="grid gap-3.5">
      <h1 className="text-xl font-semibold">{texts.passwordTitle}</h1>
      <p className="-mt-2 text-mute text-pretty [overflow-wrap:anywhere]">{texts.passwordText(username)}</p>
      <Refusal reason={error?.message} />
      {/* A password manager keeps the new password under this name. */}
      <input name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        name="password"
        label={signIn.newPassword}
        hint={texts.passwordHint}
        autoComplete="new-password"
        minLength={10}
        required
        autoFocus
      />
      <button type="submit" disabled={isWorking} className={buttonClass('primary', 'mt-1 h-11 w-full')}>
        {isWorking ? texts.settingPassword : texts.setPassword}
      </button>
    </form>
  );
}

function useNewPassword() {
  const trpc = useTRPC();
  return useMutation(
    trpc.passwordLink.use.mutationOptions({
      onSuccess: async ({ username }, { password }) => {
        // With a second factor the sign-in page asks for the code.
        const signedIn = await signInByPassword('password', { username, password, code: '' });
        location.assign(signedIn.ok ? '/' : '/login');
      },
    }),
  );
}
