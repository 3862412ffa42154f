import type { LayoutChange, PanelArrangement, UserLayout, WorkspaceLayout } from './layout.ts';

/** How many panels one workspace's layout remembers, and how many workspaces. Panels that are gone are forgotten first. */
export const mostPanels = 500;
export const mostWorkspaces = 200;

/**
 * Panels as they stand: those of `stored` in its order, and each that it doesn't know right after the one that usually comes before it. What is only in
 * `stored` is left out.
 */
export function orderPanels(usual: readonly string[], stored: readonly string[]): string[] {
  const there = new Set(usual);
  return completeOrder(
    stored.filter((id) => there.has(id)),
    usual,
  );
}

/** What a person's layout becomes with a change. Never changes what it is given; the same object where nothing changes. */
export function changeLayout(layout: UserLayout, change: LayoutChange): UserLayout {
  const before = Object.hasOwn(layout.workspaces, change.workspace) ? layout.workspaces[change.workspace] : undefined;
  const after = changeWorkspace(before, change);
  if (after === before) return layout;
  const { [change.workspace]: _, ...others } = layout.workspaces;
  return { workspaces: after ? { ...others, [change.workspace]: after } : others };
}

/** Undefined: not arranged. */
function changeWorkspace(before: WorkspaceLayout | undefined, change: LayoutChange): WorkspaceLayout | undefined {
  const layout = before ?? { order: [], panels: {} };
  switch (change.kind) {
    case 'move':
      return { ...layout, order: movePanel(layout.order, change) };
    case 'arrange':
      return { ...layout, panels: withPanel(layout.panels, change.panel, arrange(layout.panels[change.panel], change)) };
    case 'reset-panel':
      if (!before) return undefined;
      return {
        order: before.order.filter((id) => id !== change.panel),
        panels: withPanel(before.panels, change.panel, {}),
      };
    case 'reset':
      return undefined;
    case 'put':
      return change.layout;
    case 'adopt':
      return before ?? change.layout;
  }
}

/** The order with one panel moved; those that only the mover knew about are where the mover saw them. */
function movePanel(stored: readonly string[], { panel, after, among }: Extract<LayoutChange, { kind: 'move' }>): string[] {
  const others = completeOrder(stored, among).filter((id) => id !== panel);
  const at = after === null ? 0 : others.includes(after) ? others.indexOf(after) + 1 : others.length;
  others.splice(at, 0, panel);
  const known = new Set(among);
  let surplus = others.length - mostPanels;
  return others.filter((id) => known.has(id) || surplus-- <= 0).slice(0, mostPanels);
}

/** `order`, and what is only in `usual` right after what comes before it there. */
function completeOrder(order: readonly string[], usual: readonly string[]): string[] {
  const result = [...new Set(order)];
  const known = new Set(result);
  usual.forEach((id, index) => {
    if (known.has(id)) return;
    // Everything before it in `usual` is in the result by now.
    const before = usual[index - 1];
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, id);
    known.add(id);
  });
  return result;
}

function arrange(
  before: PanelArrangement | undefined,
  { collapsed, columns, heightPx }: Extract<LayoutChange, { kind: 'arrange' }>,
): PanelArrangement {
  return withoutEmpty({
    collapsed: collapsed === undefined ? before?.collapsed : (collapsed ?? undefined),
    columns: columns === undefined ? before?.columns : (columns ?? undefined),
    heightPx: heightPx === undefined ? before?.heightPx : (heightPx ?? undefined),
  });
}

function withoutEmpty(wish: { [K in keyof PanelArrangement]: PanelArrangement[K] | undefined }): PanelArrangement {
  return {
    ...(wish.collapsed !== undefined && { collapsed: wish.collapsed }),
    ...(wish.columns !== undefined && { columns: wish.columns }),
    ...(wish.heightPx !== undefined && { heightPx: wish.heightPx }),
  };
}

function withPanel(
  panels: Record<string, PanelArrangement>,
  id: string,
  arrangement: PanelArrangement,
): Record<string, PanelArrangement> {
  const { [id]: _, ...others } = panels;
  if (Object.keys(arrangement).length === 0) return others;
  // The newest last: where there are too many, the oldest are forgotten.
  const entries: [string, PanelArrangement][] = [...Object.entries(others), [id, arrangement]];
  return Object.fromEntries(entries.slice(-mostPanels));
}
