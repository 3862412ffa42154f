'use client';

import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { SearchDialog } from './search-dialog.tsx';

type Search = { open(): void; /** As it is pressed here: `Ctrl K` or `⌘K`. */ shortcut: string };
const SearchContext = createContext<Search | undefined>(undefined);

/** Search opens with Ctrl/Cmd-K from anywhere, panels included (they hand the key up, see attach-frame.ts). */
export function SearchProvider({ toggleRail, children }: { toggleRail: () => void; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const shortcut = useSyncExternalStore(
    () => () => undefined,
    () => (/Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘K' : 'Ctrl K'),
    () => 'Ctrl K',
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <SearchContext value={{ open: () => setOpen(true), shortcut }}>
      {children}
      <SearchDialog open={isOpen} onOpenChange={setOpen} toggleRail={toggleRail} />
    </SearchContext>
  );
}

/** The way to open the search. */
export function useSearch(): Search {
  const search = useContext(SearchContext);
  if (!search) throw new Error('useSearch needs a SearchProvider above it');
  return search;
}
