'use client';

import { FileSearch, ScrollText, ShieldX } from 'lucide-react';
import { showAuditView } from '../../../_data/audit-filter.ts';
import { useAuditEntries } from '../../../_data/use-audit.ts';
import { useViewer } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';
import { ChainState } from './chain-state.tsx';
import { ExportLinks } from './export-links.tsx';
import { useAuditView } from './use-audit-view.ts';

/** Who did what, when, on what and from where; and whether the log is whole. */
export function AuditView() {
  const { audit: texts } = useTexts();
  const { viewer, may } = useViewer();
  if (viewer && !may('audit.read'))
    return <EmptyState icon={<ShieldX size={22} />} title={texts.forbidden} text={texts.forbiddenText} />;
  return <Log />;
}

function Log() {
  const { audit: texts } = useTexts();
  const { view, change, clear } = useAuditView();
  const minute = Math.floor(useNow() / 60_000) * 60_000;
  const found = useAuditEntries(view, minute);
  const isFiltered = showAuditView(view) !== '';
  return (
    <>
      <PageHeader title={texts.title} actions={<ExportLinks view={view} now={minute} />}>
        <StaleTag />
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <ChainState />
        <AuditFilters view={view} change={change} clear={isFiltered ? clear : undefined} entries={found.entries ?? []} />
        {found.error && <Failed reason={found.error.message} again={() => void found.refetch()} />}
        {found.entries === undefined && !found.error && <Loading />}
        {found.entries?.length === 0 && <Nothing clear={isFiltered ? clear : undefined} />}
        {found.entries !== undefined && found.entries.length > 0 && (
          <AuditTable
            entries={found.entries}
            hasMore={found.hasNextPage}
            isLoading={found.isFetchingNextPage}
            hasFailed={found.isFetchNextPageError}
            more={() => void found.fetchNextPage()}
            isFiltered={isFiltered}
            onActor={(actor) => change({ actor })}
          />
        )}
      </div>
    </>
  );
}

function Failed({ reason, again }: { reason: string; again: () => void }) {
  const { audit: texts, tryAgain } = useTexts();
  return (
    <div className="grid justify-items-start gap-2">
      <Refusal reason={`${texts.failed}. ${reason}`} />
      <Button onClick={again}>{tryAgain}</Button>
    </div>
  );
}

function Loading() {
  const { workspace } = useTexts();
  return (
    <div role="status" className="grid gap-px overflow-hidden rounded-lg border border-line">
      <span className="sr-only">{workspace.loading}</span>
      {[0, 1, 2, 3, 4, 5].map((index) => (
        <div key={index} className="shimmer h-9" />
      ))}
    </div>
  );
}

function Nothing({ clear }: { clear: (() => void) | undefined }) {
  const { audit: texts } = useTexts();
  if (!clear) return <EmptyState icon={<ScrollText size={22} />} title={texts.empty} text={texts.emptyText} />;
  return (
    <EmptyState icon={<FileSearch size={22} />} title={texts.nothing} text={texts.nothingText}>
      <Button onClick={clear}>{texts.clearFilters}</Button>
    </EmptyState>
  );
}
