'use client';

import { Images, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import type { AssetOverview } from '#contract/asset';
import { useAssets } from '../../../_data/use-assets.ts';
import { useLive } from '../../../_live/live-provider.tsx';
import { Button, buttonClass } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { FilterBox, matchesFilter } from '../../../_ui/filter-box.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { LoadFailed } from '../../_shell/load-failed.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { CategorySection } from './category-section.tsx';

/** The files that a show may change without an edit: what bundles ask for, and what is there. */
export function AssetsView() {
  const { assets: texts } = useTexts();
  const overview = useAssets();
  const [filter, setFilter] = useState('');
  useKeepPage();
  return (
    <>
      <PageHeader
        title={texts.title}
        actions={
          (overview?.bundles.length ?? 0) > 0 && (
            <FilterBox value={filter} placeholder={texts.filterPlaceholder} onChange={setFilter} />
          )
        }
      >
        <StaleTag />
      </PageHeader>
      {overview ? <Bundles overview={overview} filter={filter} clear={() => setFilter('')} /> : <NotYet />}
    </>
  );
}

function Bundles({ overview: { bundles, maxFileBytes }, filter, clear }: BundlesProps) {
  const { assets: texts, nothingMatches, nothingMatchesHint, clearFilter } = useTexts();
  if (bundles.length === 0)
    return (
      <EmptyState icon={<Images size={22} />} title={texts.empty} text={texts.emptyText}>
        <Link href="/bundles" className={buttonClass()}>
          {texts.emptyAction}
        </Link>
      </EmptyState>
    );
  const matches = (bundle: string, title: string) => (base: string) => matchesFilter(filter, base, bundle, title);
  const found = bundles.some(({ name, categories }) =>
    categories.some(({ title, files }) => files.some(({ base }) => matches(name, title)(base))),
  );
  if (filter !== '' && !found)
    return (
      <EmptyState icon={<SearchX size={22} />} title={nothingMatches(filter)} text={nothingMatchesHint}>
        <Button onClick={clear}>{clearFilter}</Button>
      </EmptyState>
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {bundles.map(({ name, categories }) => (
        <article key={name} aria-label={name} className="rounded-lg border border-line bg-s1">
          <h2 dir="auto" className="truncate border-b border-line px-3.5 py-2.5 text-lg font-semibold" title={name}>
            {name}
          </h2>
          {categories.map((category) => (
            <CategorySection
              key={category.name}
              bundle={name}
              category={category}
              maxFileBytes={maxFileBytes}
              matches={filter === '' ? undefined : matches(name, category.title)}
            />
          ))}
        </article>
      ))}
    </div>
  );
}

type BundlesProps = { overview: AssetOverview; filter: string; clear: () => void };

function NotYet() {
  const { workspace } = useTexts();
  if (useLive().state === 'unavailable') return <LoadFailed />;
  return (
    <div role="status" className="grid gap-3 rounded-lg border border-line bg-s1 p-3.5">
      <span className="sr-only">{workspace.loading}</span>
      <div className="shimmer h-6 w-48 rounded" />
      <div className="grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-3">
        {[0, 1, 2, 3].map((index) => (
          <div key={index} className="shimmer h-44 rounded-md" />
        ))}
      </div>
    </div>
  );
}

/** A file that is dropped beside a category must not take the dashboard's place in the browser. */
function useKeepPage(): void {
  useEffect(() => {
    const keep = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
      event.dataTransfer.dropEffect = 'none';
      event.preventDefault();
    };
    addEventListener('dragover', keep);
    addEventListener('drop', keep);
    return () => {
      removeEventListener('dragover', keep);
      removeEventListener('drop', keep);
    };
  }, []);
}
