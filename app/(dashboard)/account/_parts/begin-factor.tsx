'use client';

import { useState } from 'react';
import type { useSecondFactor } from '../../../_data/account.ts';
import { Button } from '../../../_ui/button.tsx';
import { PasswordField } from '../../../_ui/field.tsx';
import { onSubmit } from '../../../_ui/on-submit.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

type BeginProps = { begin: ReturnType<typeof useSecondFactor>['begin']; username: string; hasPassword: boolean };

/** Asks for the password again before a second factor is begun: whoever finds this page open doesn't know it. */
export function BeginFactor({ begin, username, hasPassword }: BeginProps) {
  const { account: texts, cancel } = useTexts();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <Button tone="primary" disabled={!hasPassword} onClick={() => setOpen(true)}>
        {texts.turnOn}
      </Button>
    );
  const submit = onSubmit((typed) => begin.mutate({ current: typed('current') }));
  const close = () => {
    begin.reset();
    setOpen(false);
  };
  return (
    <form onSubmit={submit} className="grid max-w-[400px] gap-3.5">
      <Refusal reason={begin.error?.message} />
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField name="current" label={texts.yourPassword} autoComplete="current-password" required autoFocus />
      <div className="flex gap-2">
        <Button type="submit" tone="primary" disabled={begin.isPending}>
          {texts.goOn}
        </Button>
        <Button onClick={close}>{cancel}</Button>
      </div>
    </form>
  );
}
