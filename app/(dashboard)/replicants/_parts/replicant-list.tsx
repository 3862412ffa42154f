'use client';

import { SearchX } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef, type KeyboardEvent } from 'react';
import { keyOf } from '#contract/replicant';
import { sortings, type ListRow, type Sorting } from '../../../_data/replicant-list.ts';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { FilterBox } from '../../../_ui/filter-box.tsx';
import { Picker } from '../../../_ui/picker.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useWindow } from '../../../_ui/use-window.ts';
import { NamespaceRow, ReplicantRow, rowHeight } from './replicant-row.tsx';
import { useSelection } from './use-selection.ts';

type Choice<T> = { value: T; set: (value: T) => void };
type ListProps = { rows: ListRow[]; filter: Choice<string>; sorting: Choice<Sorting>; className?: string };

/** The list with what narrows and orders it. Arrows walk through it, from the filter too; letters go to the filter. */
export function ReplicantList({ rows, filter, sorting, className }: ListProps) {
  const { replicants: texts, nothingMatches, nothingMatchesHint, clearFilter } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const walk = useWalk(rows);
  return (
    <section
      aria-label={texts.list}
      className={classNames('flex min-h-0 flex-col rounded-lg border border-line bg-s1', className)}
    >
      <div className="flex flex-wrap gap-2 border-b border-line p-2">
        <FilterBox
          value={filter.value}
          placeholder={texts.filterPlaceholder}
          onChange={filter.set}
          onKey={walk.onKey}
          inputRef={input}
          className="min-w-0 flex-1 basis-40"
        />
        <Picker
          label={texts.sort}
          value={sorting.value}
          options={sortings.map((value) => ({ value, label: texts.sortings[value] }))}
          onChange={sorting.set}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState icon={<SearchX size={22} />} title={nothingMatches(filter.value)} text={nothingMatchesHint}>
          <Button onClick={() => filter.set('')}>{clearFilter}</Button>
        </EmptyState>
      ) : (
        <Rows
          rows={rows}
          walk={walk}
          showNamespace={sorting.value !== 'name'}
          onType={(key) => {
            filter.set(filter.value + key);
            input.current?.focus();
          }}
        />
      )}
    </section>
  );
}

type Walk = ReturnType<typeof useWalk>;

function useWalk(rows: ListRow[]) {
  const { selected, select } = useSelection();
  const window_ = useWindow(rows.length, rowHeight);
  const here = selected ? rows.findIndex(({ id }) => id === keyOf(selected)) : -1;
  const reveal = useEffectEvent(() => window_.reveal(here));
  // A link or the search leads to a line that may be far down.
  useEffect(() => reveal(), [here]);
  const onKey = (event: KeyboardEvent) => {
    const next = {
      ArrowDown: nearest(rows, here + 1, 1),
      ArrowUp: nearest(rows, here - 1, -1),
      Home: nearest(rows, 0, 1),
      End: nearest(rows, rows.length - 1, -1),
    }[event.key];
    if (event.key === 'Home' || event.key === 'End') if (event.target instanceof HTMLInputElement) return;
    if (next === undefined) return;
    event.preventDefault();
    select(next.summary.key, { passing: true });
  };
  return { window: window_, here, onKey, select };
}

/** The nearest replicant from an index on. */
function nearest(rows: ListRow[], start: number, step: 1 | -1): Extract<ListRow, { kind: 'replicant' }> | undefined {
  for (let index = start; index >= 0 && index < rows.length; index += step) {
    const row = rows[index];
    if (row?.kind === 'replicant') return row;
  }
  return undefined;
}

type RowsProps = { rows: ListRow[]; walk: Walk; showNamespace: boolean; onType: (key: string) => void };

function Rows({ rows, walk, showNamespace, onType }: RowsProps) {
  const { replicants: texts } = useTexts();
  const id = useId();
  const {
    window: { attach, from, to, height },
    here,
  } = walk;
  const total = rows.filter(({ kind }) => kind === 'replicant').length;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[\p{L}_-]$/u.test(event.key)) {
      event.preventDefault();
      onType(event.key);
    } else walk.onKey(event);
  };
  return (
    <div
      ref={attach}
      role="listbox"
      tabIndex={0}
      aria-label={texts.list}
      aria-activedescendant={here >= from && here < to ? `${id}-${here}` : undefined}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
    >
      <div role="presentation" className="relative" style={{ height: height }}>
        {rows.slice(from, to).map((row, offset) => {
          const index = from + offset;
          const top = { top: index * rowHeight, height: rowHeight };
          if (row.kind === 'namespace') return <NamespaceRow key={row.id} row={row} style={top} />;
          return (
            <ReplicantRow
              key={row.id}
              id={`${id}-${index}`}
              row={row}
              total={total}
              selected={index === here}
              showNamespace={showNamespace}
              style={top}
              onSelect={() => walk.select(row.summary.key)}
            />
          );
        })}
      </div>
    </div>
  );
}
