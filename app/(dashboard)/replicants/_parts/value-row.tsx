'use client';

import { ChevronDown, ChevronRight } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { JsonRow } from '../../../_data/json/json-rows.ts';
import { classNames } from '../../../_ui/class-names.ts';
import { JsonText } from '../../../_ui/json-text.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useFlash } from '../../../_ui/use-flash.ts';

type ValueRowProps = {
  id: string;
  row: JsonRow;
  selected: boolean;
  style: CSSProperties;
  onSelect: () => void;
  onToggle: () => void;
};

/** A line of the tree. It lights up when what it shows has changed: an open container leaves that to its lines. */
export function ValueRow({ id, row, selected, style, onSelect, onToggle }: ValueRowProps) {
  const flashes = useFlash(row.kind === 'range' || row.isOpen ? undefined : row.value);
  const isFolder = row.kind !== 'leaf' && row.count > 0;
  return (
    <div
      role="treeitem"
      id={id}
      aria-level={row.depth + 1}
      aria-selected={selected}
      aria-expanded={isFolder ? row.isOpen : undefined}
      data-changes={flashes}
      onClick={onSelect}
      onDoubleClick={isFolder ? onToggle : undefined}
      style={{ ...style, paddingLeft: 10 + row.depth * 18 }}
      className={classNames(
        'absolute inset-x-0 flex items-center gap-1 pr-3 font-mono text-sm whitespace-nowrap',
        selected ? 'bg-s3 shadow-[inset_2px_0_0_var(--link)]' : 'hover:bg-s2',
      )}
    >
      {flashes > 0 && <i key={flashes} aria-hidden className="pointer-events-none absolute inset-0 flash" />}
      <Twist row={row} isFolder={isFolder} onToggle={onToggle} />
      <bdi className="relative max-w-[45%] shrink-0 truncate text-mute" title={row.label}>
        {row.label}
      </bdi>
      {row.label !== undefined && <span className="relative text-faint">:</span>}
      <Content row={row} />
    </div>
  );
}

function Twist({ row, isFolder, onToggle }: { row: JsonRow; isFolder: boolean; onToggle: () => void }) {
  if (!isFolder) return <span className="w-5 shrink-0 pointer-coarse:w-11" />;
  const Icon = row.isOpen ? ChevronDown : ChevronRight;
  return (
    // Left and right arrows do the same; the tree has the focus.
    <span
      aria-hidden
      data-twist
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
      className="relative grid h-full w-5 shrink-0 cursor-pointer place-items-center text-mute hover:text-text pointer-coarse:w-11"
    >
      <Icon size={15} />
    </span>
  );
}

function Content({ row }: { row: JsonRow }) {
  const { replicants: texts } = useTexts();
  if (row.kind === 'leaf') return <JsonText value={row.value} length={300} className="relative min-w-0 truncate" />;
  const amount = Array.isArray(row.value) ? texts.items(row.count) : texts.fields(row.count);
  return (
    <span className="relative flex min-w-0 gap-2">
      <span className="shrink-0 font-sans text-xs leading-[19px] text-faint">{amount}</span>
      {!row.isOpen && row.kind === 'container' && row.count > 0 && (
        <JsonText value={row.value} length={120} className="min-w-0 truncate opacity-80" />
      )}
    </span>
  );
}
