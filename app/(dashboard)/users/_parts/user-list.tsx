'use client';

import { SearchX } from 'lucide-react';
import type { UserView } from '#contract/identity';
import { formatAgo } from '../../../_data/amounts.ts';
import { accountState, nameOf } from '../../../_data/people.ts';
import { useViewer } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { FilterBox, matchesFilter } from '../../../_ui/filter-box.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { usePlace } from './use-place.ts';

type UserListProps = { users: readonly UserView[]; filter: string; setFilter: (filter: string) => void; className?: string };

/** Everybody, with what one wants to know of all of them at once. */
export function UserList({ users, filter, setFilter, className }: UserListProps) {
  const { people: texts, top, nothingMatches, nothingMatchesHint, clearFilter } = useTexts();
  const shown = users
    .filter((user) => matchesFilter(filter, user.username, user.displayName, top.roles[user.role]))
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  return (
    <section
      aria-label={texts.list}
      className={classNames('flex min-h-0 flex-col rounded-lg border border-line bg-s1', className)}
    >
      <div className="border-b border-line p-2">
        <FilterBox value={filter} placeholder={texts.filterPlaceholder} onChange={setFilter} className="w-full" />
      </div>
      {shown.length === 0 && (
        <EmptyState icon={<SearchX size={22} />} title={nothingMatches(filter)} text={nothingMatchesHint}>
          <Button onClick={() => setFilter('')}>{clearFilter}</Button>
        </EmptyState>
      )}
      <ul className="min-h-0 flex-1 overflow-y-auto p-1">
        {shown.map((user) => (
          <li key={user.id}>
            <UserRow user={user} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function UserRow({ user }: { user: UserView }) {
  const { people: texts, top } = useTexts();
  const { userId, choose } = usePlace();
  const isYou = useViewer().viewer?.userId === user.id;
  const isHere = userId === user.id;
  return (
    <button
      type="button"
      aria-current={isHere ? 'true' : undefined}
      onClick={() => choose(user.id)}
      className={classNames(
        'grid min-h-12 w-full content-center gap-px rounded-md px-2.5 py-1 text-left -outline-offset-2',
        isHere ? 'bg-s3 shadow-[inset_2px_0_0_var(--link)]' : 'hover:bg-s2',
      )}
    >
      <span className="flex min-w-0 items-center gap-2">
        <bdi className="min-w-0 flex-1 truncate font-medium">
          {nameOf(user)}
          {isYou && <span className="font-normal text-mute"> · {texts.you}</span>}
        </bdi>
        <StateTag user={user} />
        {user.reach === 'granted' && <Tag tone="off">{texts.guest}</Tag>}
        <span className="text-sm text-mute">{top.roles[user.role]}</span>
      </span>
      <Facts user={user} />
    </button>
  );
}

/** What keeps somebody out. */
export function StateTag({ user }: { user: UserView }) {
  const { people: texts } = useTexts();
  const state = accountState(user, useNow());
  if (state === 'open') return null;
  return <Tag tone={state === 'locked' ? 'warn' : 'off'}>{texts[state]}</Tag>;
}

function Facts({ user: { username, displayName, lastSignInAt, openSessions } }: { user: UserView }) {
  const { people: texts } = useTexts();
  const now = useNow();
  const ago = lastSignInAt === undefined ? undefined : formatAgo(now - lastSignInAt);
  return (
    <span className="flex min-w-0 gap-x-3 text-xs whitespace-nowrap text-mute tabular-nums">
      {displayName !== undefined && displayName !== '' && <bdi className="truncate">{username}</bdi>}
      {openSessions > 0 && <span>{texts.sessions(openSessions)}</span>}
      {now > 0 && <span>{ago === undefined ? texts.never : ago === '' ? texts.seenNow : texts.lastSeen(ago)}</span>}
    </span>
  );
}
