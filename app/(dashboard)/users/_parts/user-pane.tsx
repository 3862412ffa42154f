'use client';

import { ArrowLeft, Eye } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { UserView } from '#contract/identity';
import { nameOf } from '../../../_data/people.ts';
import { useGrants, useSessions } from '../../../_data/use-people.ts';
import { useRevoke } from '../../../_data/use-sessions.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useViewer } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { GrantForm } from '../../_people/grant-form.tsx';
import { GrantList } from '../../_people/grant-list.tsx';
import { SessionList } from '../../_people/session-list.tsx';
import { AccountPart } from './account-part.tsx';
import { Part } from './part.tsx';
import { StandingForm } from './standing-form.tsx';
import { StateTag } from './user-list.tsx';

/** Everything about one user. */
export function UserPane({ user, back }: { user: UserView; back: () => void }) {
  return (
    <section aria-label={nameOf(user)} className="flex min-h-0 flex-col overflow-hidden rounded-lg border border-line bg-s1">
      <Head user={user} back={back} />
      <div className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto p-3.5">
        <StandingForm key={`${user.role} ${user.reach} ${user.displayName ?? ''}`} user={user} />
        <Grants user={user} />
        <Sessions user={user} />
        <AccountPart key={user.id} user={user} onDeleted={back} />
      </div>
    </section>
  );
}

function Head({ user, back }: { user: UserView; back: () => void }) {
  const { people: texts, access, top } = useTexts();
  const { seeAs, viewer } = useViewer();
  const router = useRouter();
  return (
    <header className="flex flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-line px-3 py-2">
      <span className="lg:hidden">
        <IconButton label={texts.back} onClick={back} icon={<ArrowLeft size={17} aria-hidden />} />
      </span>
      <h2 dir="auto" className="min-w-0 truncate text-lg font-semibold">
        {nameOf(user)}
      </h2>
      {nameOf(user) !== user.username && <bdi className="text-sm text-mute">{user.username}</bdi>}
      <span className="text-sm text-mute">{top.roles[user.role]}</span>
      {user.reach === 'granted' && <Tag tone="off">{texts.guest}</Tag>}
      <StateTag user={user} />
      {viewer?.userId !== user.id && (
        <Button
          className="ml-auto"
          icon={<Eye size={15} aria-hidden />}
          onClick={() => {
            seeAs(user);
            router.push('/');
          }}
        >
          {access.seeAs}
        </Button>
      )}
    </header>
  );
}

function Grants({ user }: { user: UserView }) {
  const { access: texts } = useTexts();
  const grants = useGrants(user);
  const disabled = !useCanAct() || grants.pending;
  return (
    <Part title={texts.grants} text={texts.grantsText}>
      <GrantList grants={user.grants} disabled={disabled} onRemove={({ id }) => grants.remove(id)} />
      <GrantForm disabled={disabled} onAdd={grants.add} />
      <Refusal reason={grants.refusal} />
    </Part>
  );
}

function Sessions({ user }: { user: UserView }) {
  const { people: texts, sessions: words, workspace } = useTexts();
  const { data, error } = useSessions(user.id);
  const revoke = useRevoke();
  const canAct = useCanAct();
  return (
    <Part
      title={texts.openSessions}
      actions={
        (data?.length ?? 0) > 0 && (
          <Button disabled={!canAct || revoke.pending} onClick={() => void revoke.all(user.id, nameOf(user))}>
            {words.revokeAll}
          </Button>
        )
      }
    >
      {data ? (
        <SessionList sessions={data} revoke={revoke} />
      ) : (
        <p className="text-sm text-mute">{error ? error.message : workspace.loading}</p>
      )}
      <Refusal reason={revoke.refusal} />
    </Part>
  );
}
