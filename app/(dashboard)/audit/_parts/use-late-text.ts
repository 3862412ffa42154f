'use client';

import { useEffect, useState } from 'react';
import { useFollowedParam } from '../../_shell/use-followed-param.ts';

const quietMs = 250;

/** A text that is told on when somebody has stopped typing for a moment. */
export function useLateText(told: string, tell: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useFollowedParam(told);
  const [isTyping, setTyping] = useState(false);
  useEffect(() => {
    if (!isTyping) return;
    const timer = setTimeout(() => {
      setTyping(false);
      if (text !== told) tell(text);
    }, quietMs);
    return () => clearTimeout(timer);
    // `tell` is another function with every render, and means the same.
  }, [text, isTyping, told]);
  return [
    text,
    (next) => {
      setText(next);
      setTyping(true);
    },
  ];
}
