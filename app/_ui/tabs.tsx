'use client';

import type { KeyboardEvent, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { useShortcut } from './use-shortcut.ts';

export type Tab<T extends string> = { value: T; label: string; note?: ReactNode };
type TabsProps<T extends string> = { id: string; label: string; tabs: Tab<T>[]; value: T; onChange: (value: T) => void };

/** Parts of one thing, one of which shows. `1`, `2`, … choose one; arrows move between them. The panel is {@link TabPanel}. */
export function Tabs<T extends string>({ id, label, tabs, value, onChange }: TabsProps<T>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const here = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(here + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.value);
    document.getElementById(`${id}-${next.value}`)?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
      className="flex shrink-0 overflow-x-auto border-b border-line px-2"
    >
      {tabs.map((tab, index) => (
        <OneTab
          key={tab.value}
          id={id}
          tab={tab}
          keys={String(index + 1)}
          selected={tab.value === value}
          choose={() => onChange(tab.value)}
        />
      ))}
    </div>
  );
}

type OneTabProps = { id: string; tab: Tab<string>; keys: string; selected: boolean; choose: () => void };

function OneTab({ id, tab, keys, selected, choose }: OneTabProps) {
  useShortcut(keys, choose);
  return (
    <button
      type="button"
      role="tab"
      id={`${id}-${tab.value}`}
      aria-selected={selected}
      aria-controls={`${id}-panel`}
      aria-keyshortcuts={keys}
      tabIndex={selected ? 0 : -1}
      onClick={choose}
      className={classNames(
        'flex h-9 shrink-0 items-center gap-2 px-3 text-sm font-semibold whitespace-nowrap -outline-offset-2 max-sm:px-2 pointer-coarse:h-11',
        selected ? 'text-text shadow-[inset_0_-2px_0_var(--link)]' : 'text-mute hover:text-text',
      )}
    >
      {tab.label}
      {tab.note}
      <Kbd keys={keys} className="max-lg:hidden" />
    </button>
  );
}

/** What the chosen tab shows. */
export function TabPanel({
  id,
  value,
  className,
  children,
}: {
  id: string;
  value: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} tabIndex={-1} className={className}>
      {children}
    </div>
  );
}
