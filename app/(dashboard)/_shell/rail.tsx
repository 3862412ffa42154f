'use client';

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import Link from 'next/link';
import { useLive } from '../../_live/live-provider.tsx';
import { classNames } from '../../_ui/class-names.ts';
import { IconButton } from '../../_ui/icon-button.tsx';
import { Kbd } from '../../_ui/kbd.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { Tooltip } from '../../_ui/tooltip.tsx';
import { useAddress } from './use-address.ts';
import { usePlaceGroups, type Place, type PlaceGroup } from './places.tsx';

/** The places, with one number each. Collapses to icons. */
export function Rail({ collapsed, onToggle }: { collapsed: boolean; onToggle: () => void }) {
  const { nav } = useTexts();
  const label = collapsed ? nav.expand : nav.collapse;
  return (
    <nav
      aria-label={nav.label}
      className={classNames('flex min-h-0 flex-col border-r border-line bg-s1 max-md:hidden', collapsed ? 'w-14' : 'w-52')}
    >
      <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto px-2 py-1">
        {usePlaceGroups().map(
          (group) => group.places.length > 0 && <Group key={group.label} group={group} collapsed={collapsed} />,
        )}
      </div>
      <div className={classNames('border-t border-line p-2', collapsed ? 'grid justify-items-center' : 'flex justify-end')}>
        <IconButton
          label={label}
          keys="["
          aria-expanded={!collapsed}
          onClick={onToggle}
          icon={collapsed ? <PanelLeftOpen size={17} aria-hidden /> : <PanelLeftClose size={17} aria-hidden />}
        />
      </div>
    </nav>
  );
}

function Group({ group, collapsed }: { group: PlaceGroup; collapsed: boolean }) {
  return (
    <section aria-label={group.label} className="pt-3">
      <h2
        className={classNames('px-2.5 pb-1 text-xs font-semibold tracking-[0.07em] text-faint uppercase', collapsed && 'sr-only')}
      >
        {group.label}
      </h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        {group.places.map((place) => (
          <li key={place.href}>
            {collapsed ? (
              <Tooltip label={place.badge ? `${place.label} · ${place.badge.name}` : place.label} keys={place.keys} side="right">
                <PlaceLink place={place} collapsed />
              </Tooltip>
            ) : (
              <PlaceLink place={place} collapsed={false} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function PlaceLink({ place, collapsed, ...rest }: { place: Place; collapsed: boolean }) {
  const here = useAddress() === place.href;
  const { icon: Icon, badge } = place;
  return (
    <Link
      {...rest}
      href={place.href}
      aria-current={here ? 'page' : undefined}
      className={classNames(
        'group relative flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-base -outline-offset-2 pointer-coarse:min-h-11',
        here ? 'bg-s3 text-text shadow-[inset_2px_0_0_var(--link)]' : 'text-mute hover:bg-s2 hover:text-text',
        collapsed && 'justify-center',
      )}
    >
      <Icon size={16} aria-hidden className="shrink-0" />
      {collapsed ? <span className="sr-only">{place.label}</span> : <PlaceName place={place} />}
      {badge && <Badge badge={badge} collapsed={collapsed} />}
    </Link>
  );
}

function PlaceName({ place }: { place: Place }) {
  return (
    <>
      <span dir="auto" title={place.label} className="min-w-0 flex-1 truncate">
        {place.label}
      </span>
      {place.keys && <Kbd keys={place.keys} className="hidden group-hover:inline group-focus-visible:inline" />}
    </>
  );
}

function Badge({ badge, collapsed }: { badge: NonNullable<Place['badge']>; collapsed: boolean }) {
  const isStale = useLive().state === 'reconnecting';
  const stale = isStale && badge.tone === 'air' && 'opacity-65 grayscale';
  const tones = { plain: 'text-faint', air: 'rounded-full bg-air-tag px-1.5 font-semibold text-white', warn: 'text-warn' };
  if (collapsed && badge.tone === 'plain') return <span className="sr-only">{badge.name}</span>;
  if (collapsed) {
    return (
      <span
        className={classNames('absolute top-1 right-1 size-2 rounded-full', badge.tone === 'air' ? 'bg-air' : 'bg-warn', stale)}
      >
        <span className="sr-only">{badge.name}</span>
      </span>
    );
  }
  return (
    <span className={classNames('shrink-0 text-xs leading-[18px] tabular-nums', tones[badge.tone], stale)}>
      <span aria-hidden>{badge.text}</span>
      <span className="sr-only">{badge.name}</span>
    </span>
  );
}
