'use client';

import { Search } from 'lucide-react';
import Link from 'next/link';
import { useInstances } from '../../_data/use-show.ts';
import { onAirCount } from '../../_data/tally.ts';
import { useLive } from '../../_live/live-provider.tsx';
import { useMay } from '../../_live/viewer-context.ts';
import { classNames } from '../../_ui/class-names.ts';
import { Kbd } from '../../_ui/kbd.tsx';
import { Dot } from '../../_ui/tag.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { Clock } from './clock.tsx';
import { ConnectionPill } from './connection-pill.tsx';
import { Health } from './health.tsx';
import { ModePill } from './mode-pill.tsx';
import { useSearch } from './search-provider.tsx';
import { ViewerMenu } from './viewer-menu.tsx';

/** What one must see at any time: on air, connection, time of day. It never changes its order. */
export function TopBar() {
  const { product } = useTexts();
  return (
    <header className="col-span-full flex items-center gap-4 border-b border-line bg-s1 px-4 max-lg:gap-2.5 max-sm:gap-1.5 max-sm:px-2.5">
      <Link
        href="/"
        className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11 text-[15px] font-bold tracking-[0.01em] whitespace-nowrap max-sm:hidden"
      >
        <img src="/icon.svg" alt="" width={22} height={22} />
        <span>{product}</span>
      </Link>
      <span className="flex-1 max-sm:hidden" />
      <SearchButton />
      <OnAirPill />
      <ConnectionPill />
      {useMay()('health.read') && <Health />}
      <ModePill />
      <Clock />
      <ViewerMenu />
    </header>
  );
}

function SearchButton() {
  const { top } = useTexts();
  const { open, shortcut } = useSearch();
  return (
    <button
      type="button"
      onClick={open}
      aria-label={top.search}
      aria-keyshortcuts="Control+K Meta+K"
      className="flex h-8 w-[320px] items-center gap-2 rounded-[7px] border border-line bg-bg px-2.5 text-sm text-faint hover:border-edge hover:text-text max-lg:w-auto pointer-coarse:h-11 max-sm:mr-auto max-sm:border-0 max-sm:bg-transparent"
    >
      <Search size={15} aria-hidden className="shrink-0 max-sm:size-5" />
      <span className="flex-1 truncate text-left max-lg:sr-only">{top.search}</span>
      <Kbd keys={shortcut} className="text-text" />
    </button>
  );
}

function OnAirPill() {
  const { top } = useTexts();
  const { data } = useInstances();
  const onAir = onAirCount(data ?? []);
  const isStale = useLive().state === 'reconnecting';
  return (
    <Link
      href="/graphics"
      className={classNames(
        'inline-flex h-[26px] min-w-0 items-center gap-[7px] rounded-full border px-2.5 text-xs whitespace-nowrap tabular-nums max-sm:px-2',
        // A finger needs more than the eye.
        'relative after:absolute after:inset-x-0 after:-inset-y-2.5',
        isStale && 'border-dashed opacity-65 grayscale',
        onAir > 0 ? 'border-air/45 bg-air-soft font-semibold text-air-text' : 'border-line bg-s2 text-mute',
      )}
    >
      <Dot tone={onAir > 0 ? 'air' : 'off'} />
      <span className="truncate">{onAir > 0 ? top.onAir(onAir) : data === undefined ? top.onAirUnknown : top.nothingOnAir}</span>
    </Link>
  );
}
