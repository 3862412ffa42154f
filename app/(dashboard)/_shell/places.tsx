'use client';

import {
  BookmarkCheck,
  Boxes,
  Braces,
  Images,
  LayoutGrid,
  Maximize,
  MonitorPlay,
  ScrollText,
  Settings,
  SlidersHorizontal,
  type LucideIcon,
} from 'lucide-react';
import { useBundles, useInstances, usePlaces } from '../../_data/use-show.ts';
import { bundleHealth } from '../../_data/bundle-health.ts';
import { onAirCount } from '../../_data/tally.ts';
import { useReplicants } from '../../_data/use-replicants.ts';
import { workspaceLabel } from '../../_data/workspaces.ts';
import { useMay } from '../../_live/viewer-context.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** `badge`: the one number that matters there. `short`: its name on a phone. */
export type Place = {
  href: string;
  label: string;
  short?: string;
  icon: LucideIcon;
  keys?: string;
  badge?: { text: string; name: string; tone: 'plain' | 'air' | 'warn' };
};
export type PlaceGroup = { label: string; places: Place[] };

/** Every place that one can go to, with its number and its keys. */
export function usePlaceGroups(): PlaceGroup[] {
  const { nav, mixer, settings, audit } = useTexts();
  const may = useMay();
  const mixerPlace: Place = { href: '/mixer', label: mixer.title, icon: SlidersHorizontal, keys: 'G X' };
  const assets: Place = { href: '/assets', label: nav.assets, icon: Images, keys: 'G A' };
  const show = [useGraphicsPlace(), mixerPlace, assets, useReplicantsPlace(), savedPlace(nav.saved, nav.savedShort)];
  const server = useBundlesPlace();
  const { workspaces, fullbleeds } = usePlaces();
  const grid = workspaces.map(({ href, name, panels }) => ({
    href,
    label: workspaceLabel(name, nav.mainWorkspace),
    icon: LayoutGrid,
    badge: { text: String(panels.length), name: nav.panels(panels.length), tone: 'plain' as const },
  }));
  const full = fullbleeds.map(({ href, panel }) => ({ href, label: panel.title, icon: Maximize }));
  const work: Place[] = [...grid, ...full].map((place, index) => (index < 9 ? { ...place, keys: `G ${index + 1}` } : place));
  return [
    { label: nav.workspaces, places: work },
    { label: nav.show, places: show },
    {
      label: nav.server,
      places: [server, ...(may('audit.read') ? [auditPlace(audit.title, audit.short)] : []), settingsPlace(settings.title)],
    },
  ];
}

function useGraphicsPlace(): Place {
  const { nav } = useTexts();
  const onAir = onAirCount(useInstances().data ?? []);
  const place = { href: '/graphics', label: nav.graphics, icon: MonitorPlay, keys: 'G G' };
  return onAir === 0 ? place : { ...place, badge: { text: String(onAir), name: nav.onAir(onAir), tone: 'air' } };
}

function useReplicantsPlace(): Place {
  const { nav } = useTexts();
  const { data } = useReplicants();
  const place = { href: '/replicants', label: nav.replicants, icon: Braces, keys: 'G R' };
  if (data === undefined) return place;
  return { ...place, badge: { text: String(data.length), name: nav.replicantCount(data.length), tone: 'plain' } };
}

function savedPlace(label: string, short: string): Place {
  return { href: '/saved', label, short, icon: BookmarkCheck, keys: 'G S' };
}

function auditPlace(label: string, short: string): Place {
  return { href: '/audit', label, short, icon: ScrollText, keys: 'G L' };
}

function settingsPlace(label: string): Place {
  return { href: '/settings', label, icon: Settings, keys: 'G ,' };
}

function useBundlesPlace(): Place {
  const { nav } = useTexts();
  const { data: bundles } = useBundles();
  const place = { href: '/bundles', label: nav.bundles, icon: Boxes, keys: 'G B' };
  if (bundles === undefined) return place;
  const failed = bundles.filter((bundle) => bundleHealth(bundle) !== 'good').length;
  if (failed > 0) return { ...place, badge: { text: nav.failed(failed), name: nav.failed(failed), tone: 'warn' } };
  return { ...place, badge: { text: String(bundles.length), name: String(bundles.length), tone: 'plain' } };
}
