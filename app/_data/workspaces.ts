import type { BundleView, PanelView } from '#contract/bundle';

export type PanelRef = {
  /** `<bundle>.<panel>`, NodeCG's name for it in browser storage. */
  id: string;
  bundle: BundleView;
  panel: PanelView;
};

/** Panels of all bundles that share a workspace's name. */
export type Workspace = { name: string; href: string; panels: PanelRef[] };

/** A full-bleed panel is a place of its own. */
export type FullbleedPlace = PanelRef & { href: string };

export type Places = { workspaces: Workspace[]; fullbleeds: FullbleedPlace[] };

export const defaultWorkspace = 'default';

/**
 * NodeCG's order (compat.md A.6): the default workspace first, the others by name; panels in the order of bundles and manifests.
 * Dialogs have no place; panels of disabled bundles have no page.
 */
export function placesOf(bundles: readonly BundleView[]): Places {
  const shown = bundles
    .filter((bundle) => bundle.enabled)
    .flatMap((bundle) => bundle.panels.map((panel) => refOf(bundle, panel)));
  const grid = shown.filter(({ panel }) => !panel.dialog && !panel.fullbleed);
  const names = [...new Set(grid.map(({ panel }) => panel.workspace))].sort(byWorkspaceName);
  return {
    workspaces: names.map((name) => ({
      name,
      href: workspaceHref(name),
      panels: grid.filter(({ panel }) => panel.workspace === name),
    })),
    fullbleeds: shown.filter(({ panel }) => panel.fullbleed && !panel.dialog).map((ref) => ({ ...ref, href: panelHref(ref) })),
  };
}

/** Where the dashboard opens: the first workspace, else the first full-bleed panel, else the default workspace's explanation. */
export function firstPlace({ workspaces, fullbleeds }: Places): string {
  return workspaces[0]?.href ?? fullbleeds[0]?.href ?? workspaceHref(defaultWorkspace);
}

/** Where somebody finds this panel. */
export function placeOfPanel(ref: PanelRef): string {
  return ref.panel.fullbleed ? panelHref(ref) : workspaceHref(ref.panel.workspace);
}

export function workspaceHref(name: string): string {
  return `/workspaces/${encodeURIComponent(name)}`;
}

/** NodeCG lower-cases workspace names; people read them better with a capital. */
export function workspaceLabel(name: string, mainLabel: string): string {
  if (name === defaultWorkspace) return mainLabel;
  const [first = '', ...rest] = name;
  return first.toLocaleUpperCase() + rest.join('');
}

/** The workspace that somebody means who types its label, or its name. A pattern stays one: names are in lower case. */
export function workspaceNamed(typed: string, mainLabel: string, known: readonly string[]): string {
  const name = typed.trim().toLocaleLowerCase();
  return name === mainLabel.toLocaleLowerCase() && !known.includes(name) ? defaultWorkspace : name;
}

function panelHref({ bundle, panel }: PanelRef): string {
  return `/panels/${encodeURIComponent(bundle.name)}/${encodeURIComponent(panel.name)}`;
}

function refOf(bundle: BundleView, panel: PanelView): PanelRef {
  return { id: `${bundle.name}.${panel.name}`, bundle, panel };
}

function byWorkspaceName(a: string, b: string): number {
  if (a === defaultWorkspace) return -1;
  if (b === defaultWorkspace) return 1;
  return a.localeCompare(b);
}
