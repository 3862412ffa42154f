'use client';

import { useState, type ReactNode } from 'react';
import type { UserView } from '#contract/identity';
import { useSecondFactor } from '../../../_data/account.ts';
import { Button } from '../../../_ui/button.tsx';
import { Field } from '../../../_ui/field.tsx';
import { onSubmit } from '../../../_ui/on-submit.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useCopy } from '../../../_ui/use-copy.ts';
import { Section } from '../../settings/_parts/section.tsx';
import { BeginFactor } from './begin-factor.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

/** Turns codes of an authenticator app on and off. */
export function SecondFactor({ me }: { me: UserView }) {
  const { account: texts } = useTexts();
  const { begin, confirm, remove } = useSecondFactor();
  const codes = confirm.data?.recoveryCodes;
  const endSetUp = () => {
    begin.reset();
    confirm.reset();
  };
  if (codes)
    return (
      <Section id="factor" title={texts.recovery} text={texts.recoveryText}>
        <RecoveryCodes codes={codes} onKept={endSetUp} />
      </Section>
    );
  if (me.hasTotp)
    return (
      <Section id="factor" title={texts.factor} text={texts.factorOn(me.recoveryCodesLeft)}>
        <TurnOff remove={remove} />
      </Section>
    );
  return (
    <Section id="factor" title={texts.factor} text={me.hasPassword ? texts.factorOff : texts.factorNeedsPassword}>
      {begin.data ? (
        <SetUp given={begin.data} confirm={confirm} cancel={endSetUp} />
      ) : (
        <BeginFactor begin={begin} username={me.username} hasPassword={me.hasPassword} />
      )}
    </Section>
  );
}

type Steps = ReturnType<typeof useSecondFactor>;

function SetUp({
  given,
  confirm,
  cancel,
}: {
  given: { secret: string; uri: string };
  confirm: Steps['confirm'];
  cancel: () => void;
}) {
  const { account: texts, cancel: cancelText } = useTexts();
  const copy = useCopy();
  return (
    <div className="grid gap-4 sm:grid-cols-[auto_minmax(0,1fr)]">
      <QrCode text={given.uri} label={texts.qr} />
      <div className="grid content-start gap-3.5">
        <p className="text-sm text-mute">{texts.scan}</p>
        <div className="grid gap-1 text-sm">
          <span className="text-mute">{texts.secret}</span>
          <span className="flex flex-wrap items-center gap-2">
            <code className="font-mono text-sm [overflow-wrap:anywhere]">{given.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
            <Button onClick={() => void copy(given.secret)}>{texts.copy}</Button>
          </span>
        </div>
        <CodeForm label={texts.code} action={texts.confirm} step={confirm} isDigits>
          <Button onClick={cancel}>{cancelText}</Button>
        </CodeForm>
      </div>
    </div>
  );
}

function TurnOff({ remove }: { remove: Steps['remove'] }) {
  const { account: texts, cancel } = useTexts();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{texts.turnOff}</Button>;
  return (
    <CodeForm label={texts.offCode} action={texts.turnOff} step={remove}>
      <Button onClick={() => setOpen(false)}>{cancel}</Button>
    </CodeForm>
  );
}

type CodeFormProps = {
  label: string;
  action: string;
  step: Steps['confirm'] | Steps['remove'];
  isDigits?: boolean;
  children: ReactNode;
};

function CodeForm({ label, action, step, isDigits = false, children }: CodeFormProps) {
  const submit = onSubmit((typed) => step.mutate({ code: typed('code') }));
  return (
    <form onSubmit={submit} className="grid max-w-[320px] gap-3">
      <Refusal reason={step.error?.message} />
      <Field
        name="code"
        label={label}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        {...(isDigits ? { inputMode: 'numeric' as const, pattern: '[0-9 ]*' } : {})}
        maxLength={64}
        required
        autoFocus
      />
      <div className="flex gap-2">
        <Button type="submit" tone="primary" disabled={step.isPending}>
          {action}
        </Button>
        {children}
      </div>
    </form>
  );
}
