'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReplicantSummary } from '#contract/inspect';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import { jsonDifferences } from '../../../_data/json/json-differences.ts';
import type { LiveSnapshot } from '../../../_live/use-live-snapshot.ts';
import { useTRPC } from '../../../_trpc/trpc.ts';
import { Button } from '../../../_ui/button.tsx';
import { DifferenceList } from '../../../_ui/difference-list.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

type CompareProps = { summary: ReplicantSummary; live: LiveSnapshot; chosen: number[]; choose: (revisions: number[]) => void };
const mostDifferences = 500;

/** What differs between the two chosen revisions, by path. */
export function CompareRevisions({ summary, live, chosen, choose }: CompareProps) {
  const { history: texts } = useTexts().replicants;
  const now = live.snapshot?.revision ?? summary.revision;
  const [from, to] = [...chosen].sort((a, b) => a - b);
  return (
    <section aria-label={texts.compare} className="grid gap-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <h3 className={to === undefined ? 'text-mute' : 'font-semibold'}>
          {from === undefined ? texts.compareHint : to === undefined ? texts.compareOne(from) : texts.compareTitle(from, to)}
        </h3>
        {from !== undefined && to === undefined && from !== now && (
          <Button onClick={() => choose([from, now])}>{texts.withNow}</Button>
        )}
        {from !== undefined && (
          <Button tone="bare" onClick={() => choose([])}>
            {texts.closeCompare}
          </Button>
        )}
      </div>
      {from !== undefined && to !== undefined && <Differences keyOfBoth={summary.key} live={live.snapshot} from={from} to={to} />}
    </section>
  );
}

type DifferencesProps = { keyOfBoth: ReplicantKey; live: Snapshot | undefined; from: number; to: number };

function Differences({ keyOfBoth, live, from, to }: DifferencesProps) {
  const { replicants: texts, workspace } = useTexts();
  const [before, after] = [useRevision(keyOfBoth, from, live), useRevision(keyOfBoth, to, live)];
  const problem = before.problem ?? after.problem;
  if (problem !== undefined) return <Refusal reason={problem} />;
  if (!before.snapshot || !after.snapshot) return <p className="text-sm text-mute">{workspace.loading}</p>;
  const differences = jsonDifferences(before.snapshot.value, after.snapshot.value, { limit: mostDifferences });
  if (differences.length === 0) return <p className="text-sm text-mute">{texts.history.same}</p>;
  return <DifferenceList differences={differences} />;
}

/** A past state never changes; the newest one is here already. */
function useRevision(key: ReplicantKey, revision: number, live: Snapshot | undefined): { snapshot?: Snapshot; problem?: string } {
  const trpc = useTRPC();
  const isNow = live?.revision === revision;
  const options = { enabled: !isNow, staleTime: Infinity, retry: false } as const;
  const { data, error } = useQuery(trpc.replicant.at.queryOptions({ ...key, revision }, options));
  if (isNow) return { snapshot: live };
  return { ...(data && { snapshot: data as Snapshot }), ...(error && { problem: error.message }) };
}
