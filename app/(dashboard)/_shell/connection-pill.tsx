'use client';

import { useLive } from '../../_live/live-provider.tsx';
import { classNames } from '../../_ui/class-names.ts';
import { Dot } from '../../_ui/tag.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** Whether what one sees is live, and how far away the server is. */
export function ConnectionPill() {
  const { connection } = useTexts();
  const live = useLive();
  const isLive = live.state === 'live';
  const latencyMs = isLive ? live.latencyMs : undefined;
  // Nothing is wrong yet while the page connects for the first time.
  const isCalm = isLive || (live.state === 'connecting' && !live.slow);
  const word = isLive ? connection.live : live.state === 'connecting' ? connection.connecting : connection.reconnecting;
  return (
    <span
      role="status"
      aria-label={`${connection.label}: ${word}`}
      className={classNames(
        'inline-flex h-[26px] min-w-16 shrink-0 items-center gap-[7px] rounded-full border px-2.5 text-xs whitespace-nowrap tabular-nums max-sm:min-w-0 max-sm:px-2',
        isCalm ? 'border-line bg-s2 text-mute' : 'border-warn/50 bg-warn-soft text-warn',
      )}
    >
      <Dot tone={isLive ? 'ready' : isCalm ? 'off' : 'warn'} className={isCalm ? '' : 'motion-safe:animate-pulse'} />
      <span className="truncate">{word}</span>
      {latencyMs !== undefined && (
        <span aria-hidden className="max-sm:hidden">
          <span className="mr-[7px]">·</span>
          {connection.latency(latencyMs)}
        </span>
      )}
    </span>
  );
}
