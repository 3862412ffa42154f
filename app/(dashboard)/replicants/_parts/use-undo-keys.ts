'use client';

import { useEffect, useEffectEvent } from 'react';
import { useCanAct } from '../../../_live/live-provider.tsx';

/** Ctrl/Cmd-Z takes back, with Shift makes again. In a field the keys are the field's own; where not `enabled` they are the browser's. */
export function useUndoKeys(actions: { pending: boolean; undo: () => void; redo: () => void }, enabled: boolean): void {
  const canAct = useCanAct() && !actions.pending;
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]')) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
    event.preventDefault();
    if (!canAct) return;
    if (key === 'y' || event.shiftKey) actions.redo();
    else actions.undo();
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [enabled]);
}
