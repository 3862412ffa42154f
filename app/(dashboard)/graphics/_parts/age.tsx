'use client';

import { useSyncExternalStore } from 'react';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { everySecond, wholeSecond } from '../../_shell/clock.tsx';

/** How long something has been open, counting. */
export function Age({ since }: { since: number }) {
  const { graphics: texts } = useTexts();
  const now = useSyncExternalStore(everySecond, wholeSecond, () => 0);
  const age = now === 0 ? '' : formatAge(now - since);
  return (
    <span title={texts.age(age)} className="min-w-[54px] shrink-0 text-right text-mute tabular-nums">
      {age}
    </span>
  );
}

/** `0:07`, `13:02`, `2:13:02`, `3 d 04:12`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  if (days > 0) return `${days} d ${two(hours)}:${two(minutes)}`;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${minutes}:${two(seconds % 60)}`;
}
