import { useRef, useState } from 'react';
import type { Outcome } from './api.ts';

const remembered = 50;

/** My own changes in this panel, newest last. */
export type Undo = { available: boolean; remember: (undo: () => Promise<Outcome>) => void; undoLast: () => Promise<Outcome> };

/** Takes back my changes one by one. Each knows its inverse, and refuses if what it changed is no longer as it left it. */
export function useUndo(): Undo {
  const steps = useRef<(() => Promise<Outcome>)[]>([]);
  const [count, setCount] = useState(0);
  const changed = () => setCount(steps.current.length);
  return {
    available: count > 0,
    remember: (undo) => {
      steps.current = [...steps.current, undo].slice(-remembered);
      changed();
    },
    undoLast: async () => {
      const undo = steps.current.pop();
      changed();
      return undo ? undo() : { ok: true };
    },
  };
}
