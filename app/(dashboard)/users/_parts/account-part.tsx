'use client';

import { Ban, CircleCheck, LockOpen, ShieldOff, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { UserView } from '#contract/identity';
import { accountState } from '../../../_data/people.ts';
import { useAccountActions } from '../../../_data/use-people.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { Moment } from '../../_people/moment.tsx';
import { Part } from './part.tsx';

/** How a user signs in, and what an administrator can do about the account. */
export function AccountPart({ user, onDeleted }: { user: UserView; onDeleted: () => void }) {
  const { people: texts } = useTexts();
  const actions = useAccountActions(user, onDeleted);
  const disabled = !useCanAct() || actions.pending;
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
      <div className="flex flex-wrap gap-2">
        {state === 'locked' && (
          <Button disabled={disabled} icon={<LockOpen size={15} aria-hidden />} onClick={actions.unlock}>
            {texts.unlock}
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
    </Part>
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
