'use client';

import { useState } from 'react';
import type { UserView } from '#contract/identity';
import type { OAuthProviderId, SignInWays } from '#contract/sign-in';
import { useUnlink } from '../../../_data/account.ts';
import { leaveForProvider } from '../../../_data/sign-in.ts';
import { Button } from '../../../_ui/button.tsx';
import { refusalText } from '../../../_ui/refusal-text.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useLanguage, useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Section } from '../../settings/_parts/section.tsx';
import type { LinkOutcome } from './account-view.tsx';

type LinkedProps = { me: UserView; providers: SignInWays['providers']; outcome: LinkOutcome };

/** What else one may sign in with: only who is signed in links it, never a provider by itself. */
export function LinkedProviders({ me, providers, outcome }: LinkedProps) {
  const { account: texts, signIn } = useTexts();
  const language = useLanguage();
  const unlink = useUnlink();
  const [refusal, setRefusal] = useState(outcome.error);
  const nameOf = (id: string) => providers.find((provider) => provider.id === id)?.name ?? (id === 'ldap' ? texts.directory : id);
  const linkable = providers.filter(({ id }) => !me.providers.some(({ provider }) => provider === id));
  const link = async (id: OAuthProviderId) => {
    const outcome = await leaveForProvider(id, { callbackUrl: '/account', link: true });
    if (!outcome.ok) setRefusal(outcome.refusal);
  };
  return (
    <Section id="providers" title={texts.providers} text={providers.length > 0 ? texts.providersText : texts.noProviders}>
      <div className="grid gap-3">
        <Refusal reason={refusal === undefined ? undefined : refusalText(refusal, signIn.refusals, language)} />
        {outcome.linked !== undefined && refusal === undefined && (
          <p role="status" className="text-sm text-ready">
            {texts.linked(nameOf(outcome.linked))}
          </p>
        )}
        {me.providers.length > 0 && (
          <ul className="grid gap-1">
            {me.providers.map(({ provider, label }) => (
              <li key={provider} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
                <b className="font-semibold">{nameOf(provider)}</b>
                {label !== undefined && (
                  <span dir="auto" className="min-w-0 truncate text-sm text-mute">
                    {texts.as(label)}
                  </span>
                )}
                <Button
                  className="ml-auto"
                  aria-label={texts.unlinkNamed(nameOf(provider))}
                  onClick={() => void unlink(provider, nameOf(provider))}
                >
                  {texts.unlink}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {linkable.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {linkable.map(({ id, name }) => (
              <Button key={id} onClick={() => void link(id)}>
                {texts.link(name)}
              </Button>
            ))}
          </div>
        )}
      </div>
    </Section>
  );
}
