'use client';

import { Laptop, UserRoundX } from 'lucide-react';
import Link from 'next/link';
import type { SignInWays } from '#contract/sign-in';
import { useMe } from '../../../_data/account.ts';
import { useMay, useViewer } from '../../../_live/viewer-context.ts';
import { Button, buttonClass } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { LinkedProviders } from './linked-providers.tsx';
import { PasswordSection } from './password-section.tsx';
import { SecondFactor } from './second-factor.tsx';

export type LinkOutcome = { error?: string; linked?: string };
type AccountViewProps = { providers: SignInWays['providers']; outcome: LinkOutcome };

/** What somebody signs in with. */
export function AccountView({ providers, outcome }: AccountViewProps) {
  const { account: texts, tryAgain } = useTexts();
  const me = useMe();
  if (useViewer().viewer?.mode === 'open') return <Nobody />;
  if (me.data === undefined && me.isPending) return <Skeleton title={texts.title} />;
  if (me.data === undefined)
    return (
      <EmptyState live icon={<UserRoundX size={22} />} title={texts.loadFailed} text={me.error?.message ?? texts.open}>
        <Button tone="primary" onClick={() => void me.refetch()}>
          {tryAgain}
        </Button>
      </EmptyState>
    );
  return (
    <>
      <PageHeader title={texts.title}>
        <span dir="auto" className="truncate text-mute">
          {me.data.username}
        </span>
      </PageHeader>
      <div className="grid max-w-[1400px] grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-2">
        <PasswordSection me={me.data} />
        <SecondFactor me={me.data} />
        <LinkedProviders me={me.data} providers={providers} outcome={outcome} />
      </div>
    </>
  );
}

/** Where nobody signs in there is nothing to sign in with. */
function Nobody() {
  const { account: texts, secure, signIn } = useTexts();
  return (
    <>
      <PageHeader title={texts.title} />
      <EmptyState live icon={<Laptop size={22} />} title={signIn.openTitle} text={texts.open}>
        {useMay()('settings.change') && (
          <Link href="/secure" className={buttonClass('primary')}>
            {secure.title}
          </Link>
        )}
      </EmptyState>
    </>
  );
}

function Skeleton({ title }: { title: string }) {
  return (
    <div aria-busy="true">
      <PageHeader title={title} />
      <div aria-hidden className="grid max-w-[1400px] gap-3 xl:grid-cols-2">
        <div className="shimmer h-52 rounded-lg" />
        <div className="shimmer h-52 rounded-lg" />
      </div>
    </div>
  );
}
