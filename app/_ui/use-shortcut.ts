'use client';

import { useEffect, useEffectEvent } from 'react';

/** How long after its first key a two-key shortcut waits for the second. */
const sequenceMs = 1_200;
let previous: { key: string; at: number } | undefined;
let installed = 0;

/**
 * Runs an action on a key (`/`) or on two keys one after the other (`g b`). Typing in a field, an open dialog and held
 * modifiers don't count.
 */
export function useShortcut(keys: string, action: () => void, enabled = true): void {
  const run = useEffectEvent(action);
  useEffect(() => {
    if (!enabled) return;
    const [first, second] = keys.toLowerCase().split(' ');
    const onKey = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const key = event.key.toLowerCase();
      const before = previous && event.timeStamp - previous.at < sequenceMs ? previous.key : undefined;
      const hit = second === undefined ? key === first && before !== 'g' : key === second && before === first;
      if (!hit) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', onKey);
    const forget = rememberKeys();
    return () => {
      removeEventListener('keydown', onKey);
      forget();
    };
  }, [keys, enabled]);
}

// The key before, kept once for all shortcuts. Registered in the bubble phase after them, so that they see the one before.
function remember(event: KeyboardEvent): void {
  if (isTaken(event)) return;
  const isSecond = previous?.key === 'g' && event.timeStamp - previous.at < sequenceMs;
  previous = isSecond ? undefined : { key: event.key.toLowerCase(), at: event.timeStamp };
}

function rememberKeys(): () => void {
  removeEventListener('keydown', remember);
  addEventListener('keydown', remember);
  installed += 1;
  return () => {
    installed -= 1;
    if (installed === 0) removeEventListener('keydown', remember);
  };
}

function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest('input, textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="alertdialog"]'))
    return true;
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}
