'use client';

import { Ban, CircleCheck, KeyRound, LockOpen, ShieldOff, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { UserView } from '#contract/identity';
import { accountState } from '../../../_data/people.ts';
import { useAccountActions } from '../../../_data/use-people.ts';
import { newPasswordLink, usePasswordLink } from '../../../_data/use-password-link.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useViewer } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { Moment } from '../../_people/moment.tsx';
import { MadeLink } from './made-link.tsx';
import { Part } from './part.tsx';

/** How a user signs in, and what an administrator can do about the account. */
export function AccountPart({ user, onDeleted }: { user: UserView; onDeleted: () => void }) {
  const { people: texts } = useTexts();
  const link = usePasswordLink();
  const state = accountState(user, useNow());
  return (
    <Part title={texts.account}>
      <Facts user={user} />
      {state === 'disabled' && user.disabledAt !== undefined && (
        <p className="text-sm">
          <Moment at={user.disabledAt} word={texts.disabledText} />
        </p>
      )}
      {state === 'locked' && user.lockedUntil !== undefined && (
        <p className="text-sm text-warn">
          <Moment at={user.lockedUntil} word={texts.lockedText} />
        </p>
      )}
      <Actions user={user} state={state} link={link} onDeleted={onDeleted} />
      <Refusal reason={link.error?.message} />
      {link.data && (
        <div className="grid gap-2.5 rounded-lg border border-line p-3">
          <MadeLink
            heading="h4"
            title={texts.passwordLinkTitle(link.data.username)}
            text={texts.passwordLinkText}
            label={texts.passwordLinkAddress}
            link={newPasswordLink(link.data.token)}
            done={link.reset}
          />
        </div>
      )}
    </Part>
  );
}

type ActionsProps = {
  user: UserView;
  state: ReturnType<typeof accountState>;
  link: ReturnType<typeof usePasswordLink>;
  onDeleted: () => void;
};

function Actions({ user, state, link, onDeleted }: ActionsProps) {
  const { people: texts } = useTexts();
  const { viewer } = useViewer();
  const actions = useAccountActions(user, onDeleted);
  const disabled = !useCanAct() || actions.pending || link.isPending;
  const takesLink = user.hasPassword && state !== 'disabled' && viewer?.userId !== user.id;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {state === 'locked' && (
          <Button disabled={disabled} icon={<LockOpen size={15} aria-hidden />} onClick={actions.unlock}>
            {texts.unlock}
          </Button>
        )}
        {takesLink && (
          <Button disabled={disabled} icon={<KeyRound size={15} aria-hidden />} onClick={() => link.mutate({ userId: user.id })}>
            {texts.newPassword}
          </Button>
        )}
        {user.hasTotp && (
          <Button disabled={disabled} icon={<ShieldOff size={15} aria-hidden />} onClick={() => void actions.resetTotp()}>
            {texts.resetTotp}
          </Button>
        )}
        {state === 'disabled' ? (
          <Button disabled={disabled} icon={<CircleCheck size={15} aria-hidden />} onClick={actions.enable}>
            {texts.enable}
          </Button>
        ) : (
          <Button disabled={disabled} icon={<Ban size={15} aria-hidden />} onClick={() => void actions.disable()}>
            {texts.disable}
          </Button>
        )}
        <Button disabled={disabled} icon={<Trash2 size={15} aria-hidden />} onClick={() => void actions.remove()}>
          {texts.remove}
        </Button>
      </div>
      <Refusal reason={actions.refusal} />
    </>
  );
}

function Facts({ user }: { user: UserView }) {
  const { people: texts } = useTexts();
  const ways = [...(user.hasPassword ? [texts.facts.password] : []), ...user.providers.map(wayOf)];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      <Fact name={texts.facts.created}>
        <Moment at={user.createdAt} />
      </Fact>
      <Fact name={texts.facts.signedIn}>{user.lastSignInAt === undefined ? texts.never : <Moment at={user.lastSignInAt} />}</Fact>
      <Fact name={texts.facts.signsInBy}>{ways.length === 0 ? texts.facts.nothing : ways.join(', ')}</Fact>
      <Fact name={texts.facts.totp}>{user.hasTotp ? texts.facts.totpOn(user.recoveryCodesLeft) : texts.facts.totpOff}</Fact>
    </dl>
  );
}

function wayOf({ provider, label }: UserView['providers'][number]): string {
  const name = provider.charAt(0).toUpperCase() + provider.slice(1);
  return label === undefined ? name : `${name} (${label})`;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-mute">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}
