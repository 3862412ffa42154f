'use client';

import { PackageOpen, SearchX } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import type { BundleView } from '#contract/bundle';
import { bundleHealth, type BundleHealth } from '../../../_data/bundle-health.ts';
import { useBundles } from '../../../_data/use-show.ts';
import { Button } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { FilterBox, matchesFilter } from '../../../_ui/filter-box.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { LoadFailed } from '../../_shell/load-failed.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { useFollowedParam } from '../../_shell/use-followed-param.ts';
import { BundleCard } from './bundle-card.tsx';

/** Every bundle that was found, those that need somebody first. */
export function BundlesView() {
  const { bundles: texts } = useTexts();
  const { data } = useBundles();
  const [filter, setFilter] = useFollowedParam(useSearchParams().get('filter'));
  const all = data ?? [];
  const shown = all
    .filter(({ name, description, state, kind }) =>
      matchesFilter(filter, name, description, texts.states[state], texts.kinds[kind]),
    )
    .sort(byUrgency);
  const running = all.filter(({ state }) => state === 'running').length;
  return (
    <>
      <PageHeader
        title={texts.title}
        actions={<FilterBox value={filter} placeholder={texts.filterPlaceholder} onChange={setFilter} />}
      >
        {all.length > 0 && <span className="text-sm text-mute">{texts.summary(running, all.length)}</span>}
        <StaleTag />
      </PageHeader>
      {shown.length > 0 ? (
        <div className="grid max-w-[1400px] gap-3">
          {shown.map((bundle) => (
            <BundleCard key={bundle.name} bundle={bundle} />
          ))}
        </div>
      ) : (
        <Nothing filter={filter} clear={() => setFilter('')} />
      )}
    </>
  );
}

function Nothing({ filter, clear }: { filter: string; clear: () => void }) {
  const { bundles: texts, nothingMatches, nothingMatchesHint, clearFilter } = useTexts();
  const { data, failureCount } = useBundles();
  if (data === undefined) return failureCount > 0 ? <LoadFailed /> : <Skeleton />;
  if (filter === '') return <EmptyState icon={<PackageOpen size={22} />} title={texts.empty} text={texts.emptyText} />;
  return (
    <EmptyState icon={<SearchX size={22} />} title={nothingMatches(filter)} text={nothingMatchesHint}>
      <Button onClick={clear}>{clearFilter}</Button>
    </EmptyState>
  );
}

function Skeleton() {
  const { workspace } = useTexts();
  return (
    <div role="status" className="grid max-w-[1400px] gap-3">
      <span className="sr-only">{workspace.loading}</span>
      {[0, 1, 2].map((index) => (
        <div key={index} className="shimmer h-[104px] rounded-lg border border-line" />
      ))}
    </div>
  );
}

function byUrgency(a: BundleView, b: BundleView): number {
  return urgency(b) - urgency(a) || a.name.localeCompare(b.name);
}

const urgencies: Record<BundleHealth, number> = { down: 2, half: 1, good: 0 };

function urgency(bundle: BundleView): number {
  // What others wait for comes before those that wait.
  return bundle.state === 'failed' ? 3 : urgencies[bundleHealth(bundle)];
}
