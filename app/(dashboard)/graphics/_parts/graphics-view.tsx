'use client';

import { CircleCheck, MonitorPlay, Radio, SearchX } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useBundles, useGraphics, useInstances } from '../../../_data/use-show.ts';
import type { GraphicRef } from '../../../_data/tally.ts';
import { Button } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { FilterBox, matchesFilter } from '../../../_ui/filter-box.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { Segmented } from '../../../_ui/segmented.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { LoadFailed } from '../../_shell/load-failed.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { useFollowedParam } from '../../_shell/use-followed-param.ts';
import { BundleGraphics } from './bundle-graphics.tsx';
import { GraphicsSkeleton } from './graphics-skeleton.tsx';

type Which = 'all' | 'onAir' | 'outOfDate';
const shows: Record<Which, (ref: GraphicRef) => boolean> = {
  all: () => true,
  onAir: ({ tally }) => tally === 'on-air',
  outOfDate: ({ outOfDate }) => outOfDate,
};

/** Every graphic of every bundle: what it shows, where it is open, and what can be done about it. */
export function GraphicsView() {
  const { graphics: texts } = useTexts();
  const all = useGraphics();
  const bundles = useBundles();
  const instances = useInstances();
  const isKnown = bundles.data !== undefined && instances.data !== undefined;
  const [which, setWhich] = useState<Which>('all');
  const [filter, setFilter] = useFollowedParam(useSearchParams().get('filter'));
  const options = (['all', 'onAir', 'outOfDate'] as const).map((value) => ({
    value,
    label: texts.filters[value],
    ...(isKnown && { count: all.filter(shows[value]).length }),
  }));
  const shown = all
    .filter(shows[which])
    .filter(({ bundle, graphic, instances }) =>
      matchesFilter(
        filter,
        bundle.name,
        graphic.title,
        graphic.file,
        ...instances.map((open) => `${open.client} ${open.address}`),
      ),
    );
  return (
    <>
      <PageHeader
        title={texts.title}
        actions={<FilterBox value={filter} placeholder={texts.filterPlaceholder} onChange={setFilter} />}
      >
        <Segmented label={texts.filterLabel} value={which} options={options} onChange={setWhich} />
        <StaleTag />
      </PageHeader>
      {shown.length > 0 ? <ByBundle graphics={shown} /> : <Nothing which={which} filter={filter} clear={() => setFilter('')} />}
    </>
  );
}

function ByBundle({ graphics }: { graphics: GraphicRef[] }) {
  const names = [...new Set(graphics.map(({ bundle }) => bundle.name))];
  return (
    <div className="grid gap-6">
      {names.map((name) => (
        <BundleGraphics key={name} name={name} graphics={graphics.filter(({ bundle }) => bundle.name === name)} />
      ))}
    </div>
  );
}

function Nothing({ which, filter, clear }: { which: Which; filter: string; clear: () => void }) {
  const { graphics: texts, nothingMatches, nothingMatchesHint, clearFilter } = useTexts();
  const bundles = useBundles();
  const instances = useInstances();
  if (bundles.data === undefined || instances.data === undefined)
    return bundles.failureCount + instances.failureCount > 0 ? <LoadFailed /> : <GraphicsSkeleton />;
  if (filter !== '') {
    return (
      <EmptyState icon={<SearchX size={22} />} title={nothingMatches(filter)} text={nothingMatchesHint}>
        <Button onClick={clear}>{clearFilter}</Button>
      </EmptyState>
    );
  }
  if (which === 'onAir') return <EmptyState icon={<Radio size={22} />} title={texts.noneOnAir} text={texts.noneOnAirText} />;
  if (which === 'outOfDate')
    return <EmptyState icon={<CircleCheck size={22} />} title={texts.noneOutOfDate} text={texts.noneOutOfDateText} />;
  return <EmptyState icon={<MonitorPlay size={22} />} title={texts.empty} text={texts.emptyText} />;
}
