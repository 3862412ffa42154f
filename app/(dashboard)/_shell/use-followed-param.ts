'use client';

import { useState } from 'react';

/** A text that somebody edits, and that starts over whenever the address brings another one. */
export function useFollowedParam(param: string | null): [string, (text: string) => void] {
  const [seen, setSeen] = useState(param);
  const [text, setText] = useState(param ?? '');
  if (param !== seen) {
    setSeen(param);
    setText(param ?? '');
  }
  return [text, setText];
}
