'use client';

import * as Dialog from '@radix-ui/react-dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { Kbd } from '../../_ui/kbd.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { useSearchEntries, type SearchEntry } from './search-entries.tsx';

type SearchDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; toggleRail: () => void };

/** Goes anywhere and runs any command by typing. */
export function SearchDialog({ open, onOpenChange, toggleRail }: SearchDialogProps) {
  const { search } = useTexts();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/55" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[min(600px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-xl border border-edge bg-s1 shadow-2xl shadow-black/60 max-sm:top-3"
        >
          <Dialog.Title className="sr-only">{search.title}</Dialog.Title>
          <SearchList close={() => onOpenChange(false)} toggleRail={toggleRail} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function SearchList({ close, toggleRail }: { close: () => void; toggleRail: () => void }) {
  const { search } = useTexts();
  const [typed, setTyped] = useState('');
  const groups = useSearchEntries(typed, toggleRail);
  return (
    <Command label={search.title} filter={rank} loop>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={17} aria-hidden className="shrink-0 text-faint" />
        <Command.Input
          dir="auto"
          value={typed}
          onValueChange={setTyped}
          placeholder={search.placeholder}
          className="h-12 w-full bg-transparent text-lg text-text outline-none placeholder:text-faint"
        />
      </div>
      <Command.List className="max-h-[min(420px,62dvh)] overflow-y-auto overscroll-contain p-1.5">
        <Command.Empty className="px-4 py-8 text-center text-mute">{search.empty}</Command.Empty>
        {groups.map(({ label, entries }) => (
          <Command.Group
            key={label}
            heading={label}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-faint"
          >
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} close={close} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <Keys />
    </Command>
  );
}

/** Every typed word has to occur; what begins with them comes first. */
function rank(_id: string, typed: string, keywords: string[] = []): number {
  const [label = '', ...hints] = keywords.map((keyword) => keyword.toLocaleLowerCase());
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => label.includes(word) || hints.some((hint) => hint.includes(word)))) return 0;
  const [first = ''] = words;
  return label.startsWith(first) ? 1 : label.includes(first) ? 0.7 : 0.4;
}

function Entry({ entry, close }: { entry: SearchEntry; close: () => void }) {
  const { icon: Icon } = entry;
  const run = () => {
    close();
    entry.run();
  };
  return (
    <Command.Item
      value={entry.id}
      keywords={[entry.label, entry.hint ?? '']}
      onSelect={run}
      disabled={entry.disabled ?? false}
      className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-base data-[disabled=true]:opacity-45 data-[selected=true]:bg-s3 pointer-coarse:min-h-11"
    >
      <Icon size={16} aria-hidden className="shrink-0 text-mute" />
      <span dir="auto" className="min-w-0 truncate">
        {entry.label}
      </span>
      <span dir="auto" className="min-w-0 flex-1 truncate text-sm text-faint">
        {entry.hint}
      </span>
      {entry.keys && <Kbd keys={entry.keys} className="text-mute" />}
    </Command.Item>
  );
}

function Keys() {
  const { search } = useTexts();
  return (
    <p aria-hidden className="flex gap-4 border-t border-line px-4 py-2 text-xs text-mute max-md:hidden pointer-coarse:hidden">
      {(['↑↓', '↵', 'Esc'] as const).map((keys, index) => (
        <span key={keys} className="flex items-center gap-1.5">
          <Kbd keys={keys} />
          {[search.hint.move, search.hint.choose, search.hint.close][index]}
        </span>
      ))}
    </p>
  );
}
