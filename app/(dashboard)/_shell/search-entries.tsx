'use client';

import { Boxes, Braces, MonitorPlay, PanelLeft, PanelTop, RefreshCw, SunMoon, type LucideIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { matching, replicantHref } from '../../_data/replicant-list.ts';
import { useReplicants } from '../../_data/use-replicants.ts';
import { useBundles, useGraphics } from '../../_data/use-show.ts';
import { placeOfPanel, placesOf, workspaceLabel, type PanelRef } from '../../_data/workspaces.ts';
import { useBundleActions } from '../../_data/use-bundle-actions.ts';
import { useGraphicActions } from '../../_data/use-graphic-actions.ts';
import { useCanAct } from '../../_live/live-provider.tsx';
import { useMay } from '../../_live/viewer-context.ts';
import { themes } from '../../_ui/preference-names.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { revealPanel } from '../_panels/reveal-panel.ts';
import { usePlaceGroups } from './places.tsx';
import { useTheme } from './theme-provider.tsx';

export type SearchEntry = {
  id: string;
  label: string;
  hint?: string;
  icon: LucideIcon;
  keys?: string;
  disabled?: boolean;
  run(): void;
};
export type SearchGroup = { label: string; entries: SearchEntry[] };

/** A show may have thousands: the nearest are shown, and only once something is typed. */
const mostReplicants = 30;

/** Everything that the search finds for what is typed. */
export function useSearchEntries(typed: string, toggleRail: () => void): SearchGroup[] {
  const { groups } = useTexts().search;
  return [
    { label: groups.panels, entries: usePanelEntries() },
    { label: groups.graphics, entries: useGraphicEntries() },
    { label: groups.replicants, entries: useReplicantEntries(typed) },
    { label: groups.bundles, entries: useBundleEntries() },
    { label: groups.commands, entries: [...useGoToEntries(), ...useReloadEntries(), ...useViewEntries(toggleRail)] },
  ].filter(({ entries }) => entries.length > 0);
}

function usePanelEntries(): SearchEntry[] {
  const router = useRouter();
  const { nav } = useTexts();
  const { workspaces, fullbleeds } = placesOf(useBundles().data ?? []);
  const refs: PanelRef[] = [...workspaces.flatMap(({ panels }) => panels), ...fullbleeds];
  return refs.map((ref) => ({
    id: `panel ${ref.id}`,
    label: ref.panel.title,
    hint: ref.panel.fullbleed
      ? ref.bundle.name
      : `${ref.bundle.name} · ${workspaceLabel(ref.panel.workspace, nav.mainWorkspace)}`,
    icon: PanelTop,
    run: () => {
      router.push(placeOfPanel(ref));
      revealPanel(ref.id);
    },
  }));
}

function useGraphicEntries(): SearchEntry[] {
  const router = useRouter();
  return useGraphics().map(({ id, bundle, graphic }) => ({
    id: `graphic ${id}`,
    label: graphic.title,
    hint: `${bundle.name} · ${graphic.file}`,
    icon: MonitorPlay,
    run: () => router.push(`/graphics?filter=${encodeURIComponent(graphic.file)}`),
  }));
}

function useReplicantEntries(typed: string): SearchEntry[] {
  const router = useRouter();
  const { replicants: texts } = useTexts();
  const { data } = useReplicants();
  if (typed.trim() === '') return [];
  const shorterFirst = matching(data ?? [], typed).sort((a, b) => a.key.name.length - b.key.name.length);
  return shorterFirst.slice(0, mostReplicants).map(({ key, kind }) => ({
    id: `replicant ${key.namespace} ${key.name}`,
    label: key.name,
    hint: kind === 'value' ? key.namespace : `${key.namespace} · ${texts.kinds[kind]}`,
    icon: Braces,
    run: () => router.push(replicantHref(key)),
  }));
}

function useBundleEntries(): SearchEntry[] {
  const router = useRouter();
  const { bundles: texts } = useTexts();
  return (useBundles().data ?? []).map(({ name, state, version }) => ({
    id: `bundle ${name}`,
    label: name,
    hint: `${version} · ${texts.states[state]}`,
    icon: Boxes,
    run: () => router.push(`/bundles?filter=${encodeURIComponent(name)}`),
  }));
}

function useGoToEntries(): SearchEntry[] {
  const router = useRouter();
  const { search } = useTexts();
  return usePlaceGroups()
    .flatMap(({ places }) => places)
    .map(({ href, label, icon, keys }) => ({
      id: `go ${href}`,
      label: search.goTo(label),
      icon,
      ...(keys !== undefined && { keys }),
      run: () => router.push(href),
    }));
}

function useReloadEntries(): SearchEntry[] {
  const { search, errors } = useTexts();
  const onRefused = (reason: string) => void toast.error(errors.refused, { description: reason });
  const canAct = useCanAct();
  const graphics = useGraphicActions({ onRefused });
  const bundles = useBundleActions({ onRefused });
  const may = useMay();
  const all = useBundles().data ?? [];
  const entry = { icon: RefreshCw, disabled: !canAct };
  return [
    ...all
      .filter(
        ({ enabled, graphics: own, name }) =>
          enabled && own.length > 0 && may('graphic.command', { kind: 'bundle', bundle: name }),
      )
      .map(({ name }) => ({
        ...entry,
        id: `reload graphics ${name}`,
        label: search.reloadGraphicsOf(name),
        run: () => void graphics.reloadBundle(name),
      })),
    ...all
      .filter(({ enabled }) => enabled && may('bundle.manage'))
      .map(({ name }) => ({
        ...entry,
        id: `reload bundle ${name}`,
        label: search.reloadBundle(name),
        run: () => bundles.reload(name),
      })),
  ];
}

function useViewEntries(toggleRail: () => void): SearchEntry[] {
  const { search, top } = useTexts();
  const { theme, choose } = useTheme();
  const others = themes.filter((other) => other !== theme);
  return [
    { id: 'view rail', label: search.toggleRail, icon: PanelLeft, keys: '[', run: toggleRail },
    ...others.map((other) => ({
      id: `view ${other}`,
      label: search.theme(top.themes[other]),
      icon: SunMoon,
      run: () => choose(other),
    })),
  ];
}
