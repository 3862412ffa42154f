'use client';

import { RotateCcw } from 'lucide-react';
import type { HistoryEntry } from '#contract/replicant';
import { formatAgo } from '../../../_data/amounts.ts';
import { describeChange, type ChangeLine } from '../../../_data/describe-change.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { Tag } from '../../../_ui/tag.tsx';
import { useLanguage, useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { useActorName } from './use-actor-name.ts';

type HistoryRowProps = {
  entry: HistoryEntry;
  isNow: boolean;
  chosen: boolean;
  flip: () => void;
  /** Undefined where nobody may. */
  restore: (() => void) | undefined;
  pending: boolean;
};

/** One change: who, when, and what it did. */
export function HistoryRow({ entry, isNow, chosen, flip, restore, pending }: HistoryRowProps) {
  const { history: texts, wholeValue } = useTexts().replicants;
  const disabled = !useCanAct() || pending;
  const { lines, more } = describeChange(entry, wholeValue);
  return (
    <li className={classNames('flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2', chosen ? 'bg-s3' : 'bg-s1')}>
      <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
        <Head entry={entry} isNow={isNow} />
        {lines.map((line, index) => (
          <Line key={index} line={line} />
        ))}
        {more > 0 && <span className="text-sm text-mute">{texts.more(more)}</span>}
      </div>
      <span className="flex shrink-0 gap-2">
        <Button
          aria-pressed={chosen}
          aria-label={texts.compareNamed(entry.revision)}
          onClick={flip}
          tone={chosen ? 'primary' : 'plain'}
        >
          {texts.compare}
        </Button>
        {restore && !isNow && (
          <Button
            disabled={disabled}
            aria-label={texts.restoreNamed(entry.revision)}
            icon={<RotateCcw size={15} aria-hidden />}
            onClick={restore}
          >
            {texts.restore}
          </Button>
        )}
      </span>
    </li>
  );
}

function Head({ entry: { revision, actor, at, cause }, isNow }: { entry: HistoryEntry; isNow: boolean }) {
  const { history: texts } = useTexts().replicants;
  const nameOf = useActorName();
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-mute tabular-nums">
      <b className="font-semibold text-text">{revision}</b>
      {isNow && <Tag tone="off">{texts.current}</Tag>}
      <bdi className="font-semibold text-text [overflow-wrap:anywhere]">{nameOf(actor)}</bdi>
      <When at={at} />
      {cause && (
        <bdi className="text-text">
          {'name' in cause ? texts.causes[cause.kind](cause.name) : texts.causes[cause.kind](cause.revision)}
        </bdi>
      )}
    </p>
  );
}

/** The time of day, and how long ago. */
function When({ at }: { at: number }) {
  const { replicants: texts } = useTexts();
  const language = useLanguage();
  const now = useNow();
  if (now === 0) return null;
  const age = formatAgo(now - at);
  const date = new Date(at);
  const locale = language === 'en' ? 'en-GB' : language;
  const isToday = date.toDateString() === new Date(now).toDateString();
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString(locale)}>
      {isToday ? date.toLocaleTimeString(locale) : date.toLocaleString(locale)} · {age === '' ? texts.now : texts.ago(age)}
    </time>
  );
}

function Line({ line: { place, before, after, call } }: { line: ChangeLine }) {
  const { difference } = useTexts().replicants;
  return (
    <p dir="auto" className="min-w-0 truncate font-mono text-sm" title={[place, before, after, call].filter(Boolean).join(' ')}>
      <span className="text-mute">{place}</span>{' '}
      {call ?? (
        <>
          {before !== undefined && <span className="text-mute">{before} </span>}
          <span className="text-mute">{after === undefined ? difference.removed : before === undefined ? '=' : '→'}</span>
          {after !== undefined && <span> {after}</span>}
        </>
      )}
    </p>
  );
}
