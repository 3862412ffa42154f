'use client';

import { useRef } from 'react';
import type { UserView } from '#contract/identity';
import { useChangePassword } from '../../../_data/account.ts';
import { Button } from '../../../_ui/button.tsx';
import { PasswordField } from '../../../_ui/field.tsx';
import { onSubmit } from '../../../_ui/on-submit.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Section } from '../../settings/_parts/section.tsx';

/** Another password, or a first one for who came by a provider. */
export function PasswordSection({ me: { username, hasPassword } }: { me: UserView }) {
  const { account: texts, newAccount } = useTexts();
  const form = useRef<HTMLFormElement>(null);
  const change = useChangePassword(() => form.current?.reset());
  const submit = onSubmit((typed) =>
    change.mutate({ next: typed('next'), ...(hasPassword ? { current: typed('current') } : {}) }),
  );
  return (
    <Section id="password" title={texts.password} text={hasPassword ? texts.passwordText : texts.noPassword}>
      <form ref={form} onSubmit={submit} className="grid max-w-[400px] gap-3.5">
        <Refusal reason={change.error?.message} />
        {/* For password managers, which keep the two together. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        {hasPassword && <PasswordField name="current" label={texts.current} autoComplete="current-password" required />}
        <PasswordField
          name="next"
          label={texts.next}
          hint={newAccount.passwordHint}
          autoComplete="new-password"
          minLength={10}
          required
        />
        <Button type="submit" tone="primary" className="justify-self-start" disabled={change.isPending}>
          {hasPassword ? texts.change : texts.set}
        </Button>
      </form>
    </Section>
  );
}
