'use client';

import { useEffect, useEffectEvent, useRef, type KeyboardEvent } from 'react';
import type { AuditEntry } from '#contract/audit';
import { Button } from '../../../_ui/button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useIsNear } from '../../../_ui/use-is-near.ts';
import { AuditRow, rowColumns } from './audit-row.tsx';

type Props = {
  entries: readonly AuditEntry[];
  hasMore: boolean;
  isLoading: boolean;
  /** The next page could not be had: it is asked for again by hand only. */
  hasFailed: boolean;
  more: () => void;
  isFiltered: boolean;
  onActor: (id: string) => void;
};

/** The entries, newest first. Arrow keys walk through them; the next page comes when its place is near, or is asked for. */
export function AuditTable({ entries, isFiltered, onActor, ...next }: Props) {
  const { audit: texts } = useTexts();
  return (
    <div className="overflow-clip rounded-lg border border-line bg-s1">
      <Head />
      <ul aria-label={texts.list} onKeyDown={walk} className="grid grid-cols-[minmax(0,1fr)] divide-y divide-line">
        {entries.map((entry) => (
          <AuditRow key={entry.seq} entry={entry} onActor={onActor} />
        ))}
      </ul>
      <End {...next} text={isFiltered ? texts.endOfFilter : texts.end} />
    </div>
  );
}

function Head() {
  const { audit } = useTexts();
  const { time, who, what, target, result, from } = audit.columns;
  return (
    <div
      aria-hidden
      className={`${rowColumns} border-b border-line bg-s2 px-3 py-1.5 text-xs font-semibold tracking-[0.04em] text-mute uppercase max-md:hidden`}
    >
      {[time, who, what, target, result, from].map((label) => (
        <span key={label}>{label}</span>
      ))}
    </div>
  );
}

type EndProps = Pick<Props, 'hasMore' | 'isLoading' | 'hasFailed' | 'more'> & { text: string };

/** Loads by itself once its place is near; the button is for the keyboard, and for when that failed. */
function End({ hasMore, isLoading, hasFailed, more, text }: EndProps) {
  const { audit: texts } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(place);
  const load = useEffectEvent(more);
  useEffect(() => {
    if (isNear && hasMore && !isLoading && !hasFailed) load();
  }, [isNear, hasMore, isLoading, hasFailed]);
  return (
    <div ref={place} className="grid min-h-11 place-items-center border-t border-line px-3 py-2 text-sm text-mute">
      {hasMore ? (
        <Button tone="bare" disabled={isLoading} onClick={more}>
          {isLoading ? texts.loadingOlder : texts.older}
        </Button>
      ) : (
        text
      )}
    </div>
  );
}

function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
  const next = Object.hasOwn(steps, event.key) ? rows[steps[event.key] as number] : undefined;
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
