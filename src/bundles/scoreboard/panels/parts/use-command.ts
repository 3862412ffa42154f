import { useCallback, useState } from 'react';
import type { Outcome } from './api.ts';

export type Command = {
  /** Why the last one was refused; cleared by the next. */
  refusal: string | undefined;
  /** Sends, and keeps the refusal for the place where it was asked for. */
  run: (command: () => Promise<Outcome>) => Promise<Outcome>;
  refuse: (reason: string) => void;
};

/** Commands of one part of a panel, with the newest refusal shown beside it. */
export function useCommand(): Command {
  const [refusal, setRefusal] = useState<string>();
  const run = useCallback(async (command: () => Promise<Outcome>) => {
    setRefusal(undefined);
    const outcome = await command();
    if (!outcome.ok) setRefusal(outcome.message);
    return outcome;
  }, []);
  return { refusal, run, refuse: setRefusal };
}
