'use client';

import { BookmarkPlus, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useSavedStates } from '../../../_data/use-saved-states.ts';
import { useBundles } from '../../../_data/use-show.ts';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { FilterBox, matchesFilter } from '../../../_ui/filter-box.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { SaveForm } from './save-form.tsx';
import { SavedCard } from './saved-card.tsx';

/** What the crew can go back to: save, compare, restore in one step. */
export function SavedView() {
  const { saved: texts } = useTexts();
  const { states } = useSavedStates();
  const [filter, setFilter] = useState('');
  const may = useMay();
  const bundles = useBundles().data ?? [];
  const mayChange = may('saved.change') || bundles.some(({ name }) => may('saved.change', { kind: 'bundle', bundle: name }));
  const shown = (states ?? []).filter(({ name, namespace, actor }) =>
    matchesFilter(filter, name, namespace ?? texts.show, actor.id),
  );
  return (
    <>
      <PageHeader
        title={texts.title}
        actions={
          (states?.length ?? 0) > 0 && <FilterBox value={filter} placeholder={texts.filterPlaceholder} onChange={setFilter} />
        }
      >
        <StaleTag />
      </PageHeader>
      <div className="grid max-w-[1100px] grid-cols-[minmax(0,1fr)] gap-3">
        {mayChange && <SaveForm />}
        {shown.map((state) => (
          <SavedCard key={state.id} state={state} others={(states ?? []).filter(({ id }) => id !== state.id)} />
        ))}
        {shown.length === 0 && <Nothing filter={filter} clear={() => setFilter('')} />}
      </div>
    </>
  );
}

function Nothing({ filter, clear }: { filter: string; clear: () => void }) {
  const { saved: texts, nothingMatches, nothingMatchesHint, clearFilter, tryAgain, workspace } = useTexts();
  const { states, error, refetch } = useSavedStates();
  if (states === undefined && error)
    return (
      <div className="grid justify-items-start gap-2">
        <Refusal reason={`${texts.failed}. ${error.message}`} />
        <Button onClick={() => void refetch()}>{tryAgain}</Button>
      </div>
    );
  if (states === undefined)
    return (
      <div role="status" className="grid gap-3">
        <span className="sr-only">{workspace.loading}</span>
        {[0, 1].map((index) => (
          <div key={index} className="shimmer h-[76px] rounded-lg border border-line" />
        ))}
      </div>
    );
  if (filter === '') return <EmptyState icon={<BookmarkPlus size={22} />} title={texts.empty} text={texts.emptyText} />;
  return (
    <EmptyState icon={<SearchX size={22} />} title={nothingMatches(filter)} text={nothingMatchesHint}>
      <Button onClick={clear}>{clearFilter}</Button>
    </EmptyState>
  );
}
