import { useEffect, useRef } from 'react';

/** Keys by name: `Space`, `Enter`, `Escape`, `ArrowUp`, `KeyX`, `Digit1`, with `Shift+` or `Mod+` (Ctrl, or Cmd on a Mac) before it. */
export type Keys = Record<string, () => void>;

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const modLabel = isMac ? '⌘' : 'Ctrl ';
export const shiftLabel = '⇧';

/**
 * The panel's keys, while the panel has the focus. A field keeps all of its keys, so that no Enter meant for a
 * name puts it on air; a focused button keeps its own Space and Enter.
 */
export function useKeys(keys: Keys, enabled: boolean): void {
  const current = useRef({ keys, enabled });
  useEffect(() => {
    current.current = { keys, enabled };
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = current.current.keys[nameOf(event)];
      if (!action || event.defaultPrevented || event.isComposing || isTakenBy(event)) return;
      event.preventDefault();
      if (current.current.enabled && !(event.repeat && event.code === 'Space')) action();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function nameOf(event: KeyboardEvent): string {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  return `${mod ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${codeOf(event)}`;
}

/** Letters by what is printed on the key, in any layout; everything else by its place, so that Shift+1 is still the 1. */
function codeOf({ key, code }: KeyboardEvent): string {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  return code.replace('Numpad', code === 'NumpadEnter' ? '' : 'Digit');
}

function isTakenBy(event: KeyboardEvent): boolean {
  const { target, code } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('button, summary')) return code === 'Space' || code === 'Enter';
  return target.closest('input, textarea, select') !== null;
}
