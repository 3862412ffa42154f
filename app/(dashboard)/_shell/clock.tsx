'use client';

import { useSyncExternalStore } from 'react';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** The time of day, `20:14:07`, changing with the second. Empty until the browser knows better than the server. */
export function Clock() {
  const { top } = useTexts();
  const now = useSyncExternalStore(everySecond, wholeSecond, () => 0);
  return (
    <time
      role="timer"
      aria-label={top.time}
      className="min-w-[78px] shrink-0 text-right text-[17px] leading-none font-semibold tabular-nums max-sm:min-w-0 max-sm:text-lg"
    >
      {now === 0 ? '' : timeOfDay(now)}
    </time>
  );
}

/** `20:14:07`, in the browser's time zone and the crew's 24 hours. */
export function timeOfDay(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** The clock in whole seconds. */
export function wholeSecond(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}

/** Calls back just after each second begins. */
export function everySecond(tick: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    timer = setTimeout(
      () => {
        tick();
        wait();
      },
      1_005 - (Date.now() % 1_000),
    );
  };
  wait();
  return () => clearTimeout(timer);
}
