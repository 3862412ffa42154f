'use client';

import { useSyncExternalStore } from 'react';

/** The time in whole seconds, changing with each; 0 while the server renders. */
export function useNow(): number {
  return useSyncExternalStore(everySecond, wholeSecond, () => 0);
}

function wholeSecond(): number {
  return Math.floor(Date.now() / 1_000) * 1_000;
}

function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, 1_000);
  return () => clearInterval(timer);
}
