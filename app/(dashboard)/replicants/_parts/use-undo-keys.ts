'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { useCanAct } from '../../../_live/live-provider.tsx';

/** Presses that wait while one is under way; who leans on the key means something else. */
const mostWaiting = 20;

/**
 * Ctrl/Cmd-Z takes back, with Shift makes again; quick presses are done one after the other. In a field the keys are the field's own; where not
 * `enabled` they are the browser's.
 */
export function useUndoKeys(actions: { pending: boolean; undo: () => void; redo: () => void }, enabled: boolean): void {
  const canAct = useCanAct();
  const waiting = useRef<('undo' | 'redo')[]>([]);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]')) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
    event.preventDefault();
    if (!canAct) return;
    const step = key === 'y' || event.shiftKey ? 'redo' : 'undo';
    if (!actions.pending) actions[step]();
    else if (waiting.current.length < mostWaiting) waiting.current.push(step);
  });
  const takeNext = useEffectEvent(() => {
    const step = waiting.current.shift();
    if (step && canAct) actions[step]();
    if (!canAct) waiting.current = [];
  });
  useEffect(() => {
    if (!actions.pending) takeNext();
  }, [actions.pending]);
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [enabled]);
}
