'use client';

import { Copy, Pencil, Route } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import type { ReplicantSummary } from '#contract/inspect';
import type { Json } from '#contract/json';
import { jsonAt, showPath } from '../../../_data/json/json-at.ts';
import { rowId, rowsOf, toggle, type JsonRow } from '../../../_data/json/json-rows.ts';
import { printJson } from '../../../_data/json/show-json.ts';
import type { LiveSnapshot } from '../../../_live/use-live-snapshot.ts';
import { Button } from '../../../_ui/button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useCopy } from '../../../_ui/use-copy.ts';
import { useIsCoarse, useWindow } from '../../../_ui/use-window.ts';
import { startEditing } from './edit-sessions.ts';
import { useMayWrite } from './use-may-write.ts';
import { ValueRow } from './value-row.tsx';

type ValueTabProps = { summary: ReplicantSummary; live: LiveSnapshot; edit: () => void };
/** A longer text is shown in full below its line's tools. */
const longText = 60;
const mostShown = 20_000;

/** The value as a tree that stays where it is while the value changes. One line is selected: the tools above are for it. */
export function ValueTab({ summary, live, edit }: ValueTabProps) {
  const { replicants: texts } = useTexts();
  const value = live.snapshot?.value;
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [path, setPath] = useState<string[]>([]);
  const rows = rowsOf(value, toggled);
  const selected = jsonAt(value, path);
  const mayEdit = useMayWrite(summary.key);
  const editThis = () => {
    startEditing(summary.key, path);
    edit();
  };
  if (value === undefined) return <p className="p-3 text-mute">{texts.noValue}</p>;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Tools path={path} value={selected} edit={mayEdit ? editThis : undefined} />
      <Tree
        rows={rows}
        selected={rowId(path)}
        select={setPath}
        toggle={(row) => setToggled(toggle(toggled, row.id))}
        edit={mayEdit ? editThis : undefined}
      />
      {typeof selected === 'string' && selected.length > longText && (
        <p
          dir="auto"
          className="max-h-40 shrink-0 overflow-y-auto border-t border-line p-3 font-mono text-sm whitespace-pre-wrap text-json-text [overflow-wrap:anywhere]"
        >
          {selected.slice(0, mostShown)}
          {selected.length > mostShown && '…'}
        </p>
      )}
    </div>
  );
}

function Tools({ path, value, edit }: { path: string[]; value: Json | undefined; edit: (() => void) | undefined }) {
  const { replicants: texts } = useTexts();
  const copy = useCopy();
  const where = showPath(path, texts.wholeValue);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2">
      <code dir="auto" title={where} className="min-w-0 flex-1 basis-32 truncate font-mono text-sm text-mute">
        {where}
      </code>
      <span className="flex flex-wrap gap-2">
        <Button icon={<Route size={15} aria-hidden />} onClick={() => void copy(showPath(path))} disabled={path.length === 0}>
          {texts.copyPath}
        </Button>
        <Button
          icon={<Copy size={15} aria-hidden />}
          onClick={() => void copy(typeof value === 'string' ? value : printJson(value))}
        >
          {texts.copyValue}
        </Button>
        {edit && (
          <Button icon={<Pencil size={15} aria-hidden />} onClick={edit} keys="↵">
            {texts.editThis}
          </Button>
        )}
      </span>
    </div>
  );
}

type TreeProps = {
  rows: JsonRow[];
  selected: string;
  select: (path: string[]) => void;
  toggle: (row: JsonRow) => void;
  edit: (() => void) | undefined;
};

function Tree({ rows, selected, select, toggle: flip, edit }: TreeProps) {
  const { replicants: texts } = useTexts();
  const id = useId();
  const height = useIsCoarse() ? 44 : 26;
  const { attach, from, to, height: total, reveal } = useWindow(rows.length, height);
  const [range, setRange] = useState<string>();
  const here = rows.findIndex((row) => row.id === (range ?? selected));
  const go = (index: number) => {
    const row = rows[index];
    if (!row) return;
    reveal(index);
    setRange(row.kind === 'range' ? row.id : undefined);
    if (row.kind !== 'range') select(row.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keyActions({ rows, here, go, flip, edit })[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <div
      ref={attach}
      role="tree"
      tabIndex={0}
      aria-label={texts.tree}
      aria-activedescendant={here >= from && here < to ? `${id}-${here}` : undefined}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-auto py-1 -outline-offset-2"
    >
      <div role="presentation" className="relative min-w-full" style={{ height: total }}>
        {rows.slice(from, to).map((row, offset) => (
          <ValueRow
            key={row.id}
            id={`${id}-${from + offset}`}
            row={row}
            selected={from + offset === here}
            style={{ top: (from + offset) * height, height }}
            onSelect={() => go(from + offset)}
            onToggle={() => flip(row)}
          />
        ))}
      </div>
    </div>
  );
}

type KeyContext = Pick<TreeProps, 'rows' | 'edit'> & { here: number; go: (index: number) => void; flip: (row: JsonRow) => void };

function keyActions({ rows, here, go, flip, edit }: KeyContext): Record<string, (() => void) | undefined> {
  const row = rows[here];
  const isFolder = row !== undefined && row.kind !== 'leaf' && row.count > 0;
  const parent = row ? rows.findLastIndex((other, index) => index < here && other.depth < row.depth) : -1;
  return {
    ArrowDown: () => go(Math.min(rows.length - 1, here + 1)),
    ArrowUp: () => go(Math.max(0, here - 1)),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    ArrowRight: () => (isFolder && !row.isOpen ? flip(row) : go(Math.min(rows.length - 1, here + 1))),
    ArrowLeft: () => (isFolder && row.isOpen ? flip(row) : go(Math.max(0, parent))),
    ' ': isFolder ? () => flip(row) : undefined,
    Enter: edit,
  };
}
