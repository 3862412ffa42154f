'use client';

import { Search, X } from 'lucide-react';
import { useRef, type KeyboardEvent, type RefObject } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { useShortcut } from './use-shortcut.ts';
import { useTexts } from './texts/texts-provider.tsx';

type FilterBoxProps = {
  value: string;
  placeholder: string;
  onChange: (value: string) => void;
  /** Other keys than the box's own, for lists that are walked through from here. */
  onKey?: (event: KeyboardEvent<HTMLInputElement>) => void;
  inputRef?: RefObject<HTMLInputElement | null>;
  className?: string;
};

/** Narrows a list while typing. `/` goes here, Escape empties it. */
export function FilterBox({ value, placeholder, onChange, onKey, inputRef, className = 'w-56 max-sm:w-full' }: FilterBoxProps) {
  const texts = useTexts();
  const ownRef = useRef<HTMLInputElement>(null);
  const input = inputRef ?? ownRef;
  useShortcut('/', () => input.current?.focus());
  return (
    <div className={classNames('relative', className)}>
      <Search size={15} aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
      <input
        ref={input}
        type="text"
        dir="auto"
        value={value}
        placeholder={placeholder}
        aria-label={placeholder}
        aria-keyshortcuts="/"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => (event.key === 'Escape' ? onChange('') : onKey?.(event))}
        className="h-8 w-full rounded-[7px] border border-line bg-bg pr-9 pl-8 text-sm text-text placeholder:text-faint pointer-coarse:h-11 pointer-coarse:text-lg"
      />
      <span className="absolute top-1/2 right-1.5 grid -translate-y-1/2 place-items-center">
        {value === '' ? <Kbd keys="/" className="text-mute" /> : <Clear label={texts.clearFilter} onClick={() => onChange('')} />}
      </span>
    </div>
  );
}

function Clear({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="grid size-6 place-items-center rounded text-mute hover:bg-s3 hover:text-text"
    >
      <X size={14} aria-hidden />
    </button>
  );
}

/** True when every word of the filter occurs in one of the texts. */
export function matchesFilter(filter: string, ...texts: (string | undefined)[]): boolean {
  const hay = texts.join('\n').toLocaleLowerCase();
  return filter
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}
