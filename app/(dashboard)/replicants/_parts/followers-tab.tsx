'use client';

import { Radio } from 'lucide-react';
import type { Follower } from '#contract/inspect';
import type { useReplicantDetails } from '../../../_data/use-replicants.ts';
import { Button } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Dot } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useActorName } from './use-actor-name.ts';

/** Who gets every change of this replicant: which page, where, and whether it keeps up. */
export function FollowersTab({ details }: { details: ReturnType<typeof useReplicantDetails> }) {
  const { replicants: texts, tryAgain, workspace } = useTexts();
  const { data, error } = details;
  if (data === undefined && error)
    return (
      <div className="grid justify-items-start gap-2">
        <Refusal reason={`${texts.failedPart}. ${error.message}`} />
        <Button onClick={() => void details.refetch()}>{tryAgain}</Button>
      </div>
    );
  if (data === undefined) return <p className="text-mute">{workspace.loading}</p>;
  const followers = data.followers;
  if (followers.length === 0)
    return <EmptyState icon={<Radio size={22} />} title={texts.follow.none} text={texts.follow.noneText} />;
  return (
    <ul className="grid gap-px overflow-hidden rounded-md border border-line bg-line">
      {[...followers].sort(bySlowness).map((follower) => (
        <Line key={follower.connectionId} follower={follower} />
      ))}
    </ul>
  );
}

/** Those that need somebody first. */
function bySlowness(a: Follower, b: Follower): number {
  return Number(b.state === 'slow') - Number(a.state === 'slow') || (a.url ?? '').localeCompare(b.url ?? '');
}

function Line({ follower: { kind, url, bundle, actor, address, client, state } }: { follower: Follower }) {
  const { follow } = useTexts().replicants;
  const nameOf = useActorName();
  const isSlow = state === 'slow';
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 bg-s1 px-3 py-2 text-sm">
      <span className="flex shrink-0 items-center gap-2" title={isSlow ? follow.slowHint : undefined}>
        <Dot tone={isSlow ? 'warn' : 'ready'} />
        <span className={isSlow ? 'font-semibold text-warn' : 'text-mute'}>{isSlow ? follow.slow : follow.live}</span>
      </span>
      <span className="min-w-0 flex-1 basis-52 [overflow-wrap:anywhere]">
        <span className="text-mute">{follow.kinds[kind]}</span>{' '}
        <bdi className="font-semibold">{url ?? bundle ?? nameOf(actor)}</bdi>
      </span>
      <bdi className="text-mute">{client}</bdi>
      <bdi className="min-w-24 text-right text-mute tabular-nums max-sm:min-w-0">{address === '' ? follow.here : address}</bdi>
    </li>
  );
}
