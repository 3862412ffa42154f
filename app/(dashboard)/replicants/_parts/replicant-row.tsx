'use client';

import { Timer, Waves } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { ReplicantSummary } from '#contract/inspect';
import { formatAgo, formatRate, formatSize } from '../../../_data/amounts.ts';
import { isServerOwned, type ListRow } from '../../../_data/replicant-list.ts';
import { useLive } from '../../../_live/live-provider.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useFlash } from '../../../_ui/use-flash.ts';
import { useNow } from '../../../_ui/use-now.ts';

/** Two lines, and enough for a finger. */
export const rowHeight = 46;

export function NamespaceRow({ row, style }: { row: Extract<ListRow, { kind: 'namespace' }>; style: CSSProperties }) {
  return (
    <div role="presentation" style={style} className="absolute inset-x-0 flex items-end gap-2 px-3 pb-1.5">
      <span dir="auto" title={row.namespace} className="min-w-0 truncate text-xs font-semibold tracking-[0.04em] text-faint">
        {row.namespace}
      </span>
      <i aria-hidden className="mb-1.5 h-px min-w-2 flex-1 bg-line" />
      <span className="text-xs text-faint tabular-nums">{row.count}</span>
    </div>
  );
}

type RowProps = {
  id: string;
  row: Extract<ListRow, { kind: 'replicant' }>;
  total: number;
  selected: boolean;
  showNamespace: boolean;
  style: CSSProperties;
  onSelect: () => void;
};

/** A replicant in the list: its name, and what it does. It lights up when it changes. */
export function ReplicantRow({ id, row: { summary, place }, total, selected, showNamespace, style, onSelect }: RowProps) {
  const flashes = useFlash(summary.revision);
  const isStale = useLive().state === 'reconnecting';
  const { key } = summary;
  return (
    // The listbox above has the focus and the keys.
    <div
      role="option"
      id={id}
      aria-selected={selected}
      aria-posinset={place + 1}
      aria-setsize={total}
      data-changes={flashes}
      style={style}
      onClick={onSelect}
      className={classNames(
        'absolute inset-x-0 grid content-center gap-px overflow-hidden px-3',
        selected ? 'bg-s3 shadow-[inset_2px_0_0_var(--link)]' : 'hover:bg-s2',
      )}
    >
      {flashes > 0 && !isStale && <i key={flashes} aria-hidden className="pointer-events-none absolute inset-0 flash" />}
      <span className="relative flex min-w-0 items-baseline gap-2">
        <Kind kind={summary.kind} />
        <bdi title={key.name} className="min-w-0 flex-1 truncate font-medium">
          {key.name}
        </bdi>
        <LastChange summary={summary} />
      </span>
      <Facts summary={summary} showNamespace={showNamespace} isStale={isStale} />
    </div>
  );
}

function Kind({ kind }: Pick<ReplicantSummary, 'kind'>) {
  const { replicants: texts } = useTexts();
  if (kind === 'value') return null;
  const Icon = kind === 'stream' ? Waves : Timer;
  return (
    <span className="shrink-0 self-center text-mute">
      <Icon size={14} aria-hidden />
      <span className="sr-only">{texts.kinds[kind]}</span>
    </span>
  );
}

function LastChange({ summary: { lastChange } }: { summary: ReplicantSummary }) {
  const { replicants: texts } = useTexts();
  const now = useNow();
  if (!lastChange || now === 0) return null;
  return <span className="shrink-0 text-xs text-mute tabular-nums">{formatAgo(now - lastChange.at) || texts.now}</span>;
}

type FactsProps = { summary: ReplicantSummary; showNamespace: boolean; isStale: boolean };

function Facts({ summary, showNamespace, isStale }: FactsProps) {
  const { replicants: texts } = useTexts();
  const rate = isStale ? '' : formatRate(summary.changesPerSecond);
  return (
    <span className="relative flex min-w-0 gap-x-2 text-xs whitespace-nowrap text-mute tabular-nums">
      {showNamespace && (
        <bdi className="min-w-0 truncate" title={summary.key.namespace}>
          {summary.key.namespace}
        </bdi>
      )}
      <span className="shrink-0">{formatSize(summary.bytes)}</span>
      {rate !== '' && <span className="shrink-0 font-semibold text-text">{rate}</span>}
      {summary.subscribers > 0 && <span className="shrink-0">{texts.followers(summary.subscribers)}</span>}
      {!summary.declared && <span className="shrink-0">{texts.undeclared}</span>}
      {isServerOwned(summary.key.namespace) && <span className="shrink-0">{texts.readOnly}</span>}
    </span>
  );
}
