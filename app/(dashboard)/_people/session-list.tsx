'use client';

import type { SessionView } from '#contract/identity';
import { formatAgo } from '../../_data/amounts.ts';
import { describeAgent } from '../../_data/people.ts';
import type { useRevoke } from '../../_data/use-sessions.ts';
import { useCanAct } from '../../_live/live-provider.tsx';
import { useViewer } from '../../_live/viewer-context.ts';
import { Button } from '../../_ui/button.tsx';
import { Dot, Tag } from '../../_ui/tag.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../_ui/use-now.ts';
import { Moment } from './moment.tsx';

type SessionListProps = { sessions: readonly SessionView[]; revoke: ReturnType<typeof useRevoke> };

/** Open sessions: where, since when, and the way to end one. */
export function SessionList({ sessions, revoke }: SessionListProps) {
  const { sessions: texts } = useTexts();
  if (sessions.length === 0) return <p className="text-sm text-mute">{texts.none}</p>;
  return (
    <ul className="grid gap-1">
      {[...sessions]
        .sort((a, b) => b.lastSeenAt - a.lastSeenAt)
        .map((session) => (
          <SessionRow key={session.id} session={session} revoke={revoke} />
        ))}
    </ul>
  );
}

function SessionRow({ session, revoke }: { session: SessionView; revoke: SessionListProps['revoke'] }) {
  const { sessions: texts } = useTexts();
  const isThis = useViewer().viewer?.sessionId === session.id;
  const canAct = useCanAct();
  const agent = describeAgent(session.userAgent);
  return (
    <li
      aria-label={`${agent} ${session.address}`}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line py-1 pr-1 pl-3"
    >
      <Dot tone={session.connections > 0 ? 'ready' : 'off'} />
      <span className="grid min-w-0 flex-1 basis-52">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-sm font-semibold">
          <span title={session.userAgent}>{agent}</span>
          <bdi className="font-normal text-mute">{session.address}</bdi>
          {isThis && <Tag tone="off">{texts.this}</Tag>}
        </span>
        <SessionFacts session={session} />
      </span>
      <Button
        disabled={!canAct || revoke.pending}
        aria-label={texts.revokeNamed(`${agent} ${session.address}`)}
        onClick={() => revoke.one(session)}
      >
        {texts.revoke}
      </Button>
    </li>
  );
}

function SessionFacts({ session: { createdAt, lastSeenAt, connections, method } }: { session: SessionView }) {
  const { sessions: texts } = useTexts();
  const now = useNow();
  const ago = formatAgo(now - lastSeenAt);
  return (
    <span className="flex flex-wrap gap-x-3 text-xs text-mute tabular-nums">
      <span>{texts.connections(connections)}</span>
      {now > 0 && <span>{ago === '' ? texts.seenNow : texts.seen(ago)}</span>}
      <Moment at={createdAt} word={texts.since} />
      <span>{method === 'password' ? texts.byPassword : texts.by(method)}</span>
    </span>
  );
}
