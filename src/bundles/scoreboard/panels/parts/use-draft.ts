import { useState } from 'react';

export type Draft = { text: string; edited: boolean; change: (text: string) => void; discard: () => void };

/** What somebody types over a shared value: theirs until they commit or discard it, the shared one otherwise. */
export function useDraft(shared: string): Draft {
  const [typed, setTyped] = useState<string>();
  return {
    text: typed ?? shared,
    edited: typed !== undefined && typed !== shared,
    change: setTyped,
    discard: () => setTyped(undefined),
  };
}
