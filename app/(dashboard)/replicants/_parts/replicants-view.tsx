'use client';

import { Braces, MousePointerClick, SearchX } from 'lucide-react';
import { useState } from 'react';
import { keyOf, type ReplicantKey } from '#contract/replicant';
import { listRows, type Sorting } from '../../../_data/replicant-list.ts';
import { useReplicants } from '../../../_data/use-replicants.ts';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { LoadFailed } from '../../_shell/load-failed.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { ReplicantList } from './replicant-list.tsx';
import { ReplicantPane } from './replicant-pane.tsx';
import { useSelection } from './use-selection.ts';

/** Every replicant on the left, the chosen one on the right; on a phone one after the other. */
export function ReplicantsView() {
  const { replicants: texts } = useTexts();
  const { data } = useReplicants({ often: true });
  const { selected } = useSelection();
  const [filter, setFilter] = useState('');
  const [sorting, setSorting] = useState<Sorting>('name');
  const all = data ?? [];
  const rows = listRows(all, filter, sorting);
  const shown = rows.filter(({ kind }) => kind === 'replicant').length;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className={selected && 'max-lg:hidden'}>
        <PageHeader title={texts.title}>
          {all.length > 0 && <span className="text-sm text-mute tabular-nums">{texts.summary(shown, all.length)}</span>}
          <StaleTag />
        </PageHeader>
      </div>
      {data === undefined || data.length === 0 ? (
        <Nothing />
      ) : (
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(300px,26%)_minmax(0,1fr)] gap-3 max-lg:grid-cols-[minmax(0,1fr)]">
          <ReplicantList
            rows={rows}
            filter={{ value: filter, set: setFilter }}
            sorting={{ value: sorting, set: setSorting }}
            className={classNames(selected && 'max-lg:hidden')}
          />
          <Chosen />
        </div>
      )}
    </div>
  );
}

function Chosen() {
  const { replicants: texts } = useTexts();
  const { selected, tab, choose, clear } = useSelection();
  if (!selected) {
    return (
      <section className="grid content-start rounded-lg border border-dashed border-line max-lg:hidden">
        <EmptyState icon={<MousePointerClick size={22} />} title={texts.choose} text={texts.chooseText} />
      </section>
    );
  }
  return <Found key={keyOf(selected)} selected={selected} tab={tab} choose={choose} clear={clear} />;
}

type FoundProps = { selected: ReplicantKey } & Pick<ReturnType<typeof useSelection>, 'tab' | 'choose' | 'clear'>;

function Found({ selected, tab, choose, clear }: FoundProps) {
  const { replicants: texts } = useTexts();
  const { data } = useReplicants({ often: true });
  const summary = data?.find(({ key }) => key.namespace === selected.namespace && key.name === selected.name);
  if (summary) return <ReplicantPane summary={summary} tab={tab} choose={choose} back={clear} />;
  return (
    <section className="grid content-start rounded-lg border border-dashed border-line">
      <EmptyState icon={<SearchX size={22} />} title={texts.missing(selected.name)} text={texts.missingText(selected.namespace)}>
        <Button onClick={clear}>{texts.back}</Button>
      </EmptyState>
    </section>
  );
}

function Nothing() {
  const { replicants: texts, workspace } = useTexts();
  const { data, failureCount } = useReplicants({ often: true });
  if (data !== undefined) return <EmptyState icon={<Braces size={22} />} title={texts.empty} text={texts.emptyText} />;
  if (failureCount > 0) return <LoadFailed />;
  return (
    <div
      role="status"
      className="grid min-h-0 flex-1 grid-cols-[minmax(300px,26%)_minmax(0,1fr)] gap-3 max-lg:grid-cols-[minmax(0,1fr)]"
    >
      <span className="sr-only">{workspace.loading}</span>
      <div className="shimmer rounded-lg border border-line" />
      <div className="shimmer rounded-lg border border-line max-lg:hidden" />
    </div>
  );
}
