'use client';

import { useState } from 'react';
import type { SessionEnd, SignInWays } from '#contract/sign-in';
import { leaveForProvider, signInByPassword, type PasswordWay } from '../../_data/sign-in.ts';
import { buttonClass, Button } from '../../_ui/button.tsx';
import { Field, PasswordField } from '../../_ui/field.tsx';
import { onSubmit } from '../../_ui/on-submit.ts';
import { refusalText } from '../../_ui/refusal-text.ts';
import { Refusal } from '../../_ui/refusal.tsx';
import { Segmented } from '../../_ui/segmented.tsx';
import { useLanguage, useTexts } from '../../_ui/texts/texts-provider.tsx';

type FormProps = {
  ways: Pick<SignInWays, 'ldap' | 'providers'>;
  callbackUrl: string;
  refusal: string | undefined;
  /** Why one is here again. */
  ended: SessionEnd | undefined;
};

/** Every way to sign in that this server has. Without scripts it is a plain form at NodeCG's address. */
export function SignInForm({ ways, callbackUrl, refusal: first, ended }: FormProps) {
  const { signIn: texts } = useTexts();
  const language = useLanguage();
  const [refusal, setRefusal] = useState(first);
  const [way, setWay] = useState<PasswordWay>('password');
  const [isBusy, setBusy] = useState(false);
  const asksCode = refusal === 'code';
  const attempt = async (work: Promise<{ ok: true } | { ok: false; refusal: string }>) => {
    setBusy(true);
    const outcome = await work;
    if (outcome.ok) return location.assign(callbackUrl);
    setBusy(false);
    setRefusal(outcome.refusal);
  };
  const submit = onSubmit((typed) => {
    const given = { username: typed('username'), password: typed('password'), code: typed('code') };
    void attempt(signInByPassword(way, given));
  });
  return (
    <div className="grid gap-4">
      <h1 className="text-xl font-semibold">{texts.title}</h1>
      {ended !== undefined && refusal === undefined && (
        <p role="status" className="-mt-2 text-sm text-mute text-pretty">
          {texts.ended[ended]}
        </p>
      )}
      {ways.ldap && (
        <Segmented
          label={texts.way}
          value={way}
          options={[
            { value: 'password', label: texts.here },
            { value: 'ldap', label: ways.ldap.name },
          ]}
          onChange={setWay}
        />
      )}
      <form id="localForm" method="post" action="/login/local" onSubmit={submit} className="grid gap-3.5">
        <Refusal key={refusal} reason={refusal === undefined ? undefined : refusalText(refusal, texts.refusals, language)} />
        {/* Without a place to go on to, this leads where NodeCG's form leads. */}
        {callbackUrl !== '/' && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
        <Field
          id="username"
          name="username"
          label={texts.username}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={256}
          required
          autoFocus
        />
        <PasswordField id="password" name="password" label={texts.password} autoComplete="current-password" required />
        {asksCode && (
          <Field
            name="code"
            label={texts.code}
            hint={texts.codeHint}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            required
            autoFocus
          />
        )}
        <button type="submit" disabled={isBusy} className={buttonClass('primary', 'mt-1 h-11 w-full')}>
          {isBusy ? texts.working : texts.submit}
        </button>
      </form>
      {ways.providers.length > 0 && (
        <div className="grid gap-2">
          <p className="flex items-center gap-3 text-xs text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            {texts.or}
          </p>
          {ways.providers.map(({ id, name }) => (
            <Button
              key={id}
              className="h-11 w-full"
              disabled={isBusy}
              onClick={() => void attempt(leaveForProvider(id, { callbackUrl }))}
            >
              {texts.by(name)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
