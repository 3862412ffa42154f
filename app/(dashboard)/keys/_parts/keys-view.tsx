'use client';

import { KeyRound, Plus, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useKeys } from '../../../_data/use-keys.ts';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { FilterBox, matchesFilter } from '../../../_ui/filter-box.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Gate } from '../../_people/gate.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { KeyForm } from './key-form.tsx';
import { KeyRow } from './key-row.tsx';

/** API tokens and graphics keys: everybody's for administrators, else one's own. */
export function KeysView() {
  return (
    <Gate action="account.own">
      <Keys />
    </Gate>
  );
}

function Keys() {
  const { keys: texts } = useTexts();
  const may = useMay();
  const { data } = useKeys();
  const [filter, setFilter] = useState('');
  const [isMaking, setMaking] = useState(false);
  const mayMake = may('key.manage') || may('graphic.key');
  const shown = [...(data ?? [])]
    .filter(({ name, prefix, createdBy }) => matchesFilter(filter, name, prefix, createdBy))
    .sort((a, b) => b.createdAt - a.createdAt);
  return (
    <>
      <PageHeader
        title={texts.title}
        actions={
          <>
            {(data?.length ?? 0) > 0 && <FilterBox value={filter} placeholder={texts.filterPlaceholder} onChange={setFilter} />}
            {mayMake && !isMaking && (
              <Button tone="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setMaking(true)}>
                {texts.make}
              </Button>
            )}
          </>
        }
      >
        <StaleTag />
      </PageHeader>
      <div className="grid max-w-[1100px] grid-cols-[minmax(0,1fr)] gap-3">
        <p className="max-w-[75ch] text-sm text-mute">{texts.intro}</p>
        {isMaking && mayMake && <KeyForm close={() => setMaking(false)} />}
        {shown.length > 0 && (
          <ul className="grid gap-1.5">
            {shown.map((key) => (
              <KeyRow key={key.id} keyView={key} />
            ))}
          </ul>
        )}
        {shown.length === 0 && !isMaking && <Nothing filter={filter} mayMake={mayMake} clear={() => setFilter('')} />}
      </div>
    </>
  );
}

type NothingProps = { filter: string; mayMake: boolean; clear: () => void };

function Nothing({ filter, mayMake, clear }: NothingProps) {
  const { keys: texts, nothingMatches, nothingMatchesHint, clearFilter, tryAgain, workspace } = useTexts();
  const { data, error, refetch } = useKeys();
  if (data === undefined && error)
    return (
      <div className="grid justify-items-start gap-2">
        <Refusal reason={`${texts.failed}. ${error.message}`} />
        <Button onClick={() => void refetch()}>{tryAgain}</Button>
      </div>
    );
  if (data === undefined)
    return (
      <div role="status" className="grid gap-1.5">
        <span className="sr-only">{workspace.loading}</span>
        {[0, 1, 2].map((index) => (
          <div key={index} className="shimmer h-14 rounded-lg border border-line" />
        ))}
      </div>
    );
  if (filter === '')
    return (
      <EmptyState icon={<KeyRound size={22} />} title={texts.empty} text={mayMake ? texts.emptyText : texts.emptyTextForOthers} />
    );
  return (
    <EmptyState icon={<SearchX size={22} />} title={nothingMatches(filter)} text={nothingMatchesHint}>
      <Button onClick={clear}>{clearFilter}</Button>
    </EmptyState>
  );
}
