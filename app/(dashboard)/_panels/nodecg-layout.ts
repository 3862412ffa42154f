import type { WorkspaceLayout } from '#contract/layout';
import { arrangePanels, arrangementOf } from '../../_data/workspace-layout.ts';
import type { Workspace } from '../../_data/workspaces.ts';

/*
 * How NodeCG keeps a workspace in a browser's localStorage: `<workspace>_workspace_panel_sort_order` is a JSON list of `<bundle>.<panel>`,
 * `<bundle>.<panel>.opened` is `true` or `false`. Private windows may refuse; then there is nothing.
 */

/** What this browser's NodeCG knew of a workspace; undefined where that is nothing. */
export function nodecgLayout({ name, panels }: Pick<Workspace, 'name' | 'panels'>): WorkspaceLayout | undefined {
  const there = new Set(panels.map(({ id }) => id));
  const order = parseOrder(read(orderKey(name))).filter((id) => there.has(id));
  const collapsed = panels.filter(({ id }) => read(openedKey(id)) === 'false');
  if (order.length === 0 && collapsed.length === 0) return undefined;
  return { order, panels: Object.fromEntries(collapsed.map(({ id }) => [id, { collapsed: true }])) };
}

/** Writes a layout as NodeCG would, or nothing of it: who goes back to NodeCG at this address finds it. */
export function mirrorLayout(workspace: Workspace, layout: WorkspaceLayout | undefined): void {
  const order = layout && arrangePanels(workspace.panels, layout).map(({ id }) => id);
  write(orderKey(workspace.name), order && layout.order.length > 0 ? JSON.stringify(order) : undefined);
  for (const { id } of workspace.panels)
    write(openedKey(id), layout && arrangementOf(layout, id).collapsed ? 'false' : undefined);
}

/** NodeCG's entries are taken over once: later they are this server's own. */
export function wasTakenOver(workspace: string): boolean {
  return read(takenOverKey(workspace)) !== null;
}

export function rememberTakenOver(workspace: string): void {
  write(takenOverKey(workspace), 'true');
}

const orderKey = (workspace: string) => `${workspace}_workspace_panel_sort_order`;
const openedKey = (id: string) => `${id}.opened`;
const takenOverKey = (workspace: string) => `nodecg-next.taken-over.${workspace}`;

function parseOrder(text: string | null): string[] {
  try {
    const order: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(order) ? [...new Set(order.filter((id): id is string => typeof id === 'string'))].slice(0, 500) : [];
  } catch {
    return [];
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Undefined takes the entry away. */
function write(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Full or forbidden: NodeCG then starts with its default.
  }
}
