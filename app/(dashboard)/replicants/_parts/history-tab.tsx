'use client';

import { History } from 'lucide-react';
import { useState } from 'react';
import type { ReplicantSummary } from '#contract/inspect';
import { useReplicantHistory, type useReplicantActions } from '../../../_data/use-replicants.ts';
import type { LiveSnapshot } from '../../../_live/use-live-snapshot.ts';
import { Button } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { CompareRevisions } from './compare-revisions.tsx';
import { useMayWrite } from './use-may-write.ts';
import { HistoryRow } from './history-row.tsx';

type Actions = ReturnType<typeof useReplicantActions>;
type HistoryTabProps = { summary: ReplicantSummary; live: LiveSnapshot; actions: Actions };

/** Who changed what when, newest first. Two revisions can be compared; each can be brought back. */
export function HistoryTab({ summary, live, actions }: HistoryTabProps) {
  const { replicants: texts } = useTexts();
  if (summary.kind === 'stream')
    return <EmptyState icon={<History size={22} />} title={texts.history.empty} text={texts.history.stream} />;
  return <Rows summary={summary} live={live} actions={actions} />;
}

function Rows({ summary, live, actions }: HistoryTabProps) {
  const mayWrite = useMayWrite(summary.key);
  const { replicants: texts } = useTexts();
  const now = live.snapshot?.revision ?? summary.revision;
  const history = useReplicantHistory(summary.key, now);
  const [chosen, setChosen] = useState<number[]>([]);
  const flip = (revision: number) =>
    setChosen(chosen.includes(revision) ? chosen.filter((other) => other !== revision) : [...chosen, revision].slice(-2));
  const entries = history.entries;
  if (entries === undefined) return <Waiting history={history} />;
  if (entries.length === 0)
    return <EmptyState icon={<History size={22} />} title={texts.history.empty} text={texts.history.emptyText} />;
  return (
    <div className="grid gap-3">
      <CompareRevisions summary={summary} live={live} chosen={chosen} choose={setChosen} />
      <ol className="grid gap-px overflow-hidden rounded-md border border-line bg-line">
        {entries.map((entry) => (
          <HistoryRow
            key={entry.revision}
            entry={entry}
            isNow={entry.revision === now}
            chosen={chosen.includes(entry.revision)}
            flip={() => flip(entry.revision)}
            restore={!mayWrite ? undefined : () => actions.restore(entry.revision)}
            pending={actions.pending}
          />
        ))}
      </ol>
      <Older history={history} />
    </div>
  );
}

type Pages = ReturnType<typeof useReplicantHistory>;

function Waiting({ history }: { history: Pages }) {
  const { replicants: texts, tryAgain, workspace } = useTexts();
  if (!history.error) {
    return (
      <div role="status" className="grid gap-2">
        <span className="sr-only">{workspace.loading}</span>
        {[0, 1, 2].map((index) => (
          <div key={index} className="shimmer h-14 rounded-md border border-line" />
        ))}
      </div>
    );
  }
  return (
    <div className="grid justify-items-start gap-2">
      <Refusal reason={`${texts.failedPart}. ${history.error.message}`} />
      <Button onClick={() => void history.refetch()}>{tryAgain}</Button>
    </div>
  );
}

function Older({ history }: { history: Pages }) {
  const { history: texts } = useTexts().replicants;
  if (!history.hasNextPage) return <p className="text-center text-sm text-faint">{texts.all}</p>;
  return (
    <div className="text-center">
      <Button disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
        {history.isFetchingNextPage ? texts.loadingOlder : texts.older}
      </Button>
    </div>
  );
}
