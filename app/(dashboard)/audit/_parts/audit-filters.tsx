'use client';

import type { AuditEntry } from '#contract/audit';
import { auditTimes, type AuditView } from '../../../_data/audit-filter.ts';
import { Button } from '../../../_ui/button.tsx';
import { FilterBox } from '../../../_ui/filter-box.tsx';
import { Picker } from '../../../_ui/picker.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useLateText } from './use-late-text.ts';

type Props = {
  view: AuditView;
  change: (part: Partial<AuditView>) => void;
  /** Absent: nothing is filtered. */
  clear: (() => void) | undefined;
  entries: readonly AuditEntry[];
};

const field =
  'h-8 min-w-0 rounded-[7px] border border-line bg-bg px-2.5 text-sm text-text placeholder:text-faint pointer-coarse:h-11 pointer-coarse:text-lg';

/** What of the log is shown: by text, person, area, result and time. */
export function AuditFilters({ view, change, clear, entries }: Props) {
  const { audit: texts } = useTexts();
  const [text, setText] = useLateText(view.text, (next) => change({ text: next }));
  return (
    <div role="search" aria-label={texts.filterPlaceholder} className="flex flex-wrap items-center gap-2">
      <FilterBox value={text} placeholder={texts.filterPlaceholder} onChange={setText} />
      <Person view={view} change={change} entries={entries} />
      <Picker
        label={texts.area}
        value={view.area}
        options={options({ ...texts.areas, ...(view.area in texts.areas ? {} : { [view.area]: view.area }) })}
        onChange={(area) => change({ area })}
      />
      <Picker
        label={texts.result}
        value={view.result}
        options={options(texts.results)}
        onChange={(result) => change({ result })}
      />
      <Picker
        label={texts.time}
        value={view.time}
        options={auditTimes.map((value) => ({ value, label: texts.times[value] }))}
        onChange={(time) => change({ time })}
      />
      {view.time === 'own' && <Span view={view} change={change} />}
      {clear && (
        <Button tone="bare" onClick={clear}>
          {texts.clearFilters}
        </Button>
      )}
    </div>
  );
}

function options<T extends string>(labels: Record<T, string>): { value: T; label: string }[] {
  return (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }));
}

/** Any name may be typed; those that are seen are offered. */
function Person({ view, change, entries }: Pick<Props, 'view' | 'change' | 'entries'>) {
  const { audit: texts } = useTexts();
  const [actor, setActor] = useLateText(view.actor, (next) => change({ actor: next }));
  const names = [...new Set(entries.map((entry) => entry.actor.id))].filter((id) => id !== '').sort();
  return (
    <>
      <input
        type="text"
        list="audit-people"
        dir="auto"
        value={actor}
        aria-label={texts.person}
        placeholder={texts.person}
        onChange={(event) => setActor(event.target.value)}
        className={`${field} w-44 max-sm:flex-1`}
      />
      <datalist id="audit-people">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function Span({ view, change }: Pick<Props, 'view' | 'change'>) {
  const { audit: texts } = useTexts();
  const bound = (name: 'from' | 'to', label: string) => (
    <label className="flex items-center gap-1.5 text-sm text-mute">
      {label}
      <input
        type="datetime-local"
        value={view[name]}
        onChange={(event) => change({ [name]: event.target.value })}
        className={`${field} [color-scheme:dark] in-data-[theme=light]:[color-scheme:light]`}
      />
    </label>
  );
  return (
    <>
      {bound('from', texts.from)}
      {bound('to', texts.to)}
    </>
  );
}
