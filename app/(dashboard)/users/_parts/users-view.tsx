'use client';

import { MousePointerClick, UserRoundX, UsersRound } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useUsers } from '../../../_data/use-people.ts';
import { Button, buttonClass } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Segmented } from '../../../_ui/segmented.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Gate } from '../../_people/gate.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { InvitesView } from './invites-view.tsx';
import { RestrictedView } from './restricted-view.tsx';
import { usePlace, views } from './use-place.ts';
import { UserList } from './user-list.tsx';
import { UserPane } from './user-pane.tsx';

/** Who gets in and what they may do: users, invitations, and what is restricted. */
export function UsersView() {
  return (
    <Gate action="user.manage">
      <Views />
    </Gate>
  );
}

function Views() {
  const { people: texts } = useTexts();
  const { view, show, userId } = usePlace();
  const { data } = useUsers();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className={classNames(userId !== undefined && 'max-lg:hidden')}>
        <PageHeader title={texts.title}>
          <Segmented
            label={texts.viewLabel}
            value={view}
            options={views.map((value) => ({ value, label: texts.views[value] }))}
            onChange={show}
          />
          {view === 'users' && data && data.length > 0 && (
            <span className="text-sm text-mute tabular-nums">{texts.summary(data.length)}</span>
          )}
          <StaleTag />
        </PageHeader>
      </div>
      {view === 'users' && <Users />}
      {view === 'invites' && <InvitesView />}
      {view === 'restricted' && <RestrictedView />}
    </div>
  );
}

function Users() {
  const { userId } = usePlace();
  const [filter, setFilter] = useState('');
  const { data } = useUsers();
  if (data === undefined || data.length === 0) return <Nothing />;
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(300px,28%)_minmax(0,1fr)] gap-3 max-lg:grid-cols-[minmax(0,1fr)]">
      <UserList
        users={data}
        filter={filter}
        setFilter={setFilter}
        className={classNames(userId !== undefined && 'max-lg:hidden')}
      />
      <Chosen />
    </div>
  );
}

function Chosen() {
  const { people: texts } = useTexts();
  const { userId, clear } = usePlace();
  const user = useUsers().data?.find(({ id }) => id === userId);
  if (user) return <UserPane key={user.id} user={user} back={clear} />;
  const isGone = userId !== undefined;
  return (
    <section className={classNames('grid content-start rounded-lg border border-dashed border-line', !isGone && 'max-lg:hidden')}>
      {isGone ? (
        <EmptyState icon={<UserRoundX size={22} />} title={texts.missing} text={texts.missingText}>
          <Button onClick={clear}>{texts.back}</Button>
        </EmptyState>
      ) : (
        <EmptyState icon={<MousePointerClick size={22} />} title={texts.choose} text={texts.chooseText} />
      )}
    </section>
  );
}

function Nothing() {
  const { people: texts, secure, workspace, tryAgain } = useTexts();
  const { show } = usePlace();
  const { data, error, refetch } = useUsers();
  if (data !== undefined)
    return (
      <EmptyState icon={<UsersRound size={22} />} title={texts.empty} text={texts.emptyText}>
        <Button tone="primary" onClick={() => show('invites')}>
          {texts.invite}
        </Button>
        <Link href="/secure" className={buttonClass('plain')}>
          {secure.title}
        </Link>
      </EmptyState>
    );
  if (error)
    return (
      <div className="grid justify-items-start gap-2">
        <Refusal reason={`${texts.failed}. ${error.message}`} />
        <Button onClick={() => void refetch()}>{tryAgain}</Button>
      </div>
    );
  return (
    <div role="status" className="grid min-h-0 flex-1 grid-cols-[minmax(300px,28%)_minmax(0,1fr)] gap-3 max-lg:grid-cols-1">
      <span className="sr-only">{workspace.loading}</span>
      <div className="shimmer rounded-lg border border-line" />
      <div className="shimmer rounded-lg border border-line max-lg:hidden" />
    </div>
  );
}
