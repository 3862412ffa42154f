'use client';

import { useState } from 'react';

/** Counts how often something has changed since it is shown: a new number is a reason to highlight it. 0 at first. */
export function useFlash(value: unknown): number {
  const [seen, setSeen] = useState(() => ({ value, times: 0 }));
  if (Object.is(seen.value, value)) return seen.times;
  const next = { value, times: seen.times + 1 };
  setSeen(next);
  return next.times;
}
