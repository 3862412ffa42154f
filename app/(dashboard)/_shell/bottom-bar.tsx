'use client';

import * as Menu from '@radix-ui/react-dropdown-menu';
import { Ellipsis, LayoutGrid, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { useLive } from '../../_live/live-provider.tsx';
import { classNames } from '../../_ui/class-names.ts';
import { menuContentClass, menuItemClass } from '../../_ui/menu.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { useAddress } from './use-address.ts';
import { usePlaceGroups, type Place } from './places.tsx';

const tab =
  'relative grid min-h-14 min-w-0 flex-1 justify-items-center gap-0.5 pt-2 pb-1.5 text-xs tracking-[-0.01em] -outline-offset-2';
const tone = (here: boolean) => (here ? 'text-text shadow-[inset_0_2px_0_var(--link)]' : 'text-mute');
/** Entries that a thumb hits beside the workspaces; what is beyond shares the last one. */
const mostTabs = 4;

/** The navigation on a phone, under the thumb. Several workspaces share one entry, and so does what has no room. */
export function BottomBar() {
  const { nav } = useTexts();
  const [work, ...others] = usePlaceGroups();
  const all = others.flatMap(({ places }) => places);
  const tabs = all.length <= mostTabs ? all : all.slice(0, mostTabs - 1);
  const rest = all.slice(tabs.length);
  return (
    <nav aria-label={nav.label} className="flex border-t border-line bg-s1 pb-[env(safe-area-inset-bottom)] md:hidden">
      <TabMenu icon={LayoutGrid} label={nav.workspacesShort} places={work?.places ?? []} />
      {tabs.map((place) => (
        <Tab key={place.href} place={place} />
      ))}
      <TabMenu icon={Ellipsis} label={nav.more} places={rest} align="end" keepsLabel />
    </nav>
  );
}

type TabMenuProps = { icon: LucideIcon; label: string; places: Place[]; align?: 'start' | 'end'; keepsLabel?: boolean };

/** One entry for several places; named after the one where I am, unless it keeps its label. */
function TabMenu({ icon: Icon, label, places, align = 'start', keepsLabel = false }: TabMenuProps) {
  const path = useAddress();
  const here = places.find((place) => place.href === path);
  const wants = places.find(({ badge }) => badge !== undefined && badge.tone !== 'plain');
  const shown = keepsLabel ? undefined : here;
  const [only] = places;
  if (places.length <= 1) return only ? <Tab place={only} /> : null;
  return (
    <Menu.Root>
      <Menu.Trigger data-here={here ? '' : undefined} className={classNames(tab, tone(here !== undefined))}>
        <Icon size={20} aria-hidden />
        <span className="max-w-full truncate">{shown?.short ?? shown?.label ?? label}</span>
        {wants?.badge && <TabBadge badge={wants.badge} />}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content side="top" align={align} sideOffset={8} collisionPadding={8} className={menuContentClass}>
          {places.map((place) => (
            <Menu.Item key={place.href} asChild className={menuItemClass}>
              <Link href={place.href} aria-current={place.href === path ? 'page' : undefined}>
                <place.icon size={16} aria-hidden className="text-mute" />
                <span dir="auto" className="min-w-0 flex-1 truncate">
                  {place.label}
                </span>
                {place.badge && <span className="text-xs text-faint">{place.badge.text}</span>}
              </Link>
            </Menu.Item>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Tab({ place }: { place: Place }) {
  const here = useAddress() === place.href;
  const { icon: Icon, badge } = place;
  return (
    <Link
      href={place.href}
      data-here={here ? '' : undefined}
      aria-current={here ? 'page' : undefined}
      className={classNames(tab, tone(here))}
    >
      <Icon size={20} aria-hidden />
      <span dir="auto" className="max-w-full truncate">
        {place.short ?? place.label}
      </span>
      {badge && badge.tone !== 'plain' && <TabBadge badge={badge} />}
    </Link>
  );
}

function TabBadge({ badge }: { badge: NonNullable<Place['badge']> }) {
  const isStale = useLive().state === 'reconnecting';
  return (
    <span
      className={classNames(
        'absolute top-1 left-1/2 ml-2 min-w-[18px] rounded-full px-1 text-center text-xs leading-[18px] font-semibold',
        badge.tone === 'air' ? 'bg-air-tag text-white' : 'bg-warn text-bg',
        isStale && badge.tone === 'air' && 'opacity-65 grayscale',
      )}
    >
      <span aria-hidden>{Number.parseInt(badge.text)}</span>
      <span className="sr-only">{badge.name}</span>
    </span>
  );
}
