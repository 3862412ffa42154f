import { orderPanels } from '#contract/change-layout';
import type { PanelArrangement, SharedLayout, WorkspaceLayout } from '#contract/layout';
import { isSameJson } from '#contract/same-json';
import type { LayoutView } from './layout-store.ts';
import type { PanelRef } from './workspaces.ts';

const bundlesOwn: WorkspaceLayout = { order: [], panels: {} };
const asItIs: PanelArrangement = {};

/** How a workspace shows, and whose arrangement that is. */
export type ShownLayout =
  | { from: 'me'; layout: WorkspaceLayout }
  | { from: 'default'; layout: WorkspaceLayout; shared: SharedLayout }
  | { from: 'bundles'; layout: WorkspaceLayout };

/** Mine, else the crew's default, else the bundles' own. */
export function shownLayout({ mine, shared }: Pick<LayoutView, 'mine' | 'shared'>, workspace: string): ShownLayout {
  const own = Object.hasOwn(mine.workspaces, workspace) ? mine.workspaces[workspace] : undefined;
  if (own) return { from: 'me', layout: own };
  const forAll = sharedOf(shared.layouts, workspace).find(({ isDefault }) => isDefault);
  return forAll ? { from: 'default', layout: forAll.layout, shared: forAll } : { from: 'bundles', layout: bundlesOwn };
}

/** The shared layouts of one workspace, by name. */
export function sharedOf(layouts: readonly SharedLayout[], workspace: string): SharedLayout[] {
  return layouts.filter((layout) => layout.workspace === workspace).sort((a, b) => a.name.localeCompare(b.name));
}

/** Panels in the order of a layout; new ones at their usual place, gone ones nowhere. */
export function arrangePanels(panels: readonly PanelRef[], { order }: WorkspaceLayout): PanelRef[] {
  const byId = new Map(panels.map((panel) => [panel.id, panel]));
  return orderPanels([...byId.keys()], order).flatMap((id) => byId.get(id) ?? []);
}

/** What a layout says of a panel. */
export function arrangementOf({ panels }: WorkspaceLayout, id: string): PanelArrangement {
  return (Object.hasOwn(panels, id) ? panels[id] : undefined) ?? asItIs;
}

/** A layout as it shows now, whole: what is saved for everybody. */
export function wholeLayout(panels: readonly PanelRef[], layout: WorkspaceLayout): WorkspaceLayout {
  const order = arrangePanels(panels, layout).map(({ id }) => id);
  const entries = order.map((id) => [id, arrangementOf(layout, id)] as const);
  return { order, panels: Object.fromEntries(entries.filter(([, arrangement]) => Object.keys(arrangement).length > 0)) };
}

/** True where two layouts show these panels alike. */
export function looksSame(panels: readonly PanelRef[], a: WorkspaceLayout, b: WorkspaceLayout): boolean {
  return isSameJson(wholeLayout(panels, a), wholeLayout(panels, b));
}
