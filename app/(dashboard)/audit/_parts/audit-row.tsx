'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { AuditEntry } from '#contract/audit';
import { classNames } from '../../../_ui/class-names.ts';
import { Tag } from '../../../_ui/tag.tsx';
import { useLanguage, useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { AuditDetails } from './audit-details.tsx';

/** The table's columns: time, who, what, on what, result, from where. */
export const rowColumns =
  'md:grid md:grid-cols-[160px_minmax(90px,1fr)_minmax(130px,1.2fr)_minmax(140px,2.4fr)_112px_minmax(96px,0.8fr)] md:items-center md:gap-x-3';

/** One entry. Opened it tells everything, and what the value was before and after. */
export function AuditRow({ entry, onActor }: { entry: AuditEntry; onActor: (id: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const { audit: texts } = useTexts();
  const { seq, action, target, origin, count } = entry;
  const id = `entry-${seq}`;
  return (
    <li>
      <button
        type="button"
        data-row
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className={classNames(
          rowColumns,
          'group w-full px-3 py-1.5 text-left text-sm -outline-offset-2 hover:bg-s2 pointer-coarse:min-h-11 max-md:flex max-md:min-h-11 max-md:flex-wrap max-md:items-baseline max-md:gap-x-2.5 max-md:gap-y-0.5 max-md:py-2',
          isOpen && 'bg-s2',
        )}
      >
        <span className="flex items-center gap-1.5 text-mute tabular-nums">
          <ChevronRight size={14} aria-hidden className={classNames('shrink-0', isOpen && 'rotate-90')} />
          <Moment at={entry.at} />
        </span>
        <bdi className="min-w-0 truncate font-semibold">{useWho(entry)}</bdi>
        <span className="min-w-0 md:truncate">
          {texts.actions[action] ?? action}
          {count !== undefined && <span className="text-mute tabular-nums"> · {texts.repeated(count)}</span>}
        </span>
        <span dir="auto" title={target} className="min-w-0 truncate font-mono text-mute max-md:w-full max-md:pl-5">
          {target}
        </span>
        <span className={classNames('max-md:pl-5', entry.result === 'ok' && 'max-md:-mr-2.5')}>
          <Result entry={entry} />
        </span>
        <span className="min-w-0 truncate text-mute tabular-nums">{origin.address}</span>
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && <AuditDetails entry={entry} onActor={onActor} />}
      </div>
    </li>
  );
}

function Moment({ at }: { at: number }) {
  const language = useLanguage();
  const locale = language === 'en' ? 'en-GB' : language;
  const moment = new Date(at);
  const day = moment.toLocaleDateString(locale, { day: '2-digit', month: '2-digit', year: '2-digit' });
  return (
    <time dateTime={moment.toISOString()} suppressHydrationWarning>
      {day} {moment.toLocaleTimeString(locale)}
    </time>
  );
}

function Result({ entry: { result } }: { entry: AuditEntry }) {
  const { audit: texts } = useTexts();
  if (result === 'ok') return <span className="text-mute max-md:sr-only">{texts.results.ok}</span>;
  return <Tag tone={result === 'refused' ? 'warn' : 'off'}>{texts.results[result]}</Tag>;
}

/** Who it was, as a person reads it. */
export function useWho({ actor: { kind, id } }: Pick<AuditEntry, 'actor'>): string {
  const { audit: texts, top } = useTexts();
  if (kind === 'anonymous') return id === '' ? texts.anonymous : id;
  if (kind === 'server') return texts.server;
  return kind === 'user' && id === 'local' ? top.localUser : id;
}
