'use client';

import { MailPlus } from 'lucide-react';
import type { InviteView } from '#contract/identity';
import { formatAgo } from '../../../_data/amounts.ts';
import { inviteState } from '../../../_data/people.ts';
import { useRevokeInvite } from '../../../_data/use-invites.ts';
import { useInvites } from '../../../_data/use-people.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { InviteForm } from './invite-form.tsx';

/** Makes links for new people, and shows those that were made. */
export function InvitesView() {
  const { people: texts, workspace } = useTexts();
  const { data, error } = useInvites();
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-3 overflow-y-auto xl:grid-cols-2">
      <InviteForm />
      <section aria-label={texts.invites} className="grid content-start gap-2 rounded-lg border border-line bg-s1 p-3.5">
        <h2 className="text-lg font-semibold">{texts.invites}</h2>
        {!data && <p className="text-sm text-mute">{error ? error.message : workspace.loading}</p>}
        {data?.length === 0 && (
          <div className="grid justify-items-center gap-1.5 py-8 text-center text-sm text-mute">
            <MailPlus size={20} aria-hidden />
            <p className="font-semibold text-text">{texts.noInvites}</p>
            <p>{texts.noInvitesText}</p>
          </div>
        )}
        <ul className="grid gap-1">
          {[...(data ?? [])]
            .sort((a, b) => b.createdAt - a.createdAt)
            .map((invite) => (
              <InviteRow key={invite.id} invite={invite} />
            ))}
        </ul>
      </section>
    </div>
  );
}

function InviteRow({ invite }: { invite: InviteView }) {
  const { people: texts, top, access } = useTexts();
  const now = useNow();
  const state = inviteState(invite, now);
  const { revoke, pending, refusal } = useRevokeInvite(invite);
  const canAct = useCanAct();
  return (
    <li aria-label={invite.label} className="grid gap-1.5 rounded-md border border-line py-1.5 pr-1.5 pl-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="grid min-w-0 flex-1 basis-52">
          <span className="flex min-w-0 items-center gap-2">
            <bdi className="truncate text-sm font-semibold">{invite.label}</bdi>
            {state !== 'open' && <Tag tone="off">{texts.inviteStates[state]}</Tag>}
          </span>
          <span className="flex flex-wrap gap-x-3 text-xs text-mute">
            <span>{top.roles[invite.role]}</span>
            {invite.reach === 'granted' && <span>{access.reaches.granted}</span>}
            {invite.grants.length > 0 && <span>{texts.grantsOf(invite.grants.length)}</span>}
            <bdi>{texts.invitedBy(invite.createdBy === 'local' ? top.localUser : invite.createdBy)}</bdi>
            {invite.usedBy !== undefined && <bdi>{texts.usedBy(invite.usedBy)}</bdi>}
            {state === 'open' && now > 0 && <span>{texts.endsIn(formatAgo(invite.expiresAt - now))}</span>}
          </span>
        </span>
        {state === 'open' && (
          <Button disabled={!canAct || pending} aria-label={texts.revokeInvite(invite.label)} onClick={revoke}>
            {texts.revoke}
          </Button>
        )}
      </div>
      <Refusal reason={refusal} />
    </li>
  );
}
