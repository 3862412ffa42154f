import type { LayoutChange } from '#contract/layout';
import { arrangementOf, wholeLayout, type ShownLayout } from '../../_data/workspace-layout.ts';
import type { PanelRef } from '../../_data/workspaces.ts';
import type { Texts } from '../../_ui/texts/en.ts';
import type { DropPlace, Rect } from './drop-place.ts';
import type { Packing } from './pack.ts';
import { panelElementId } from './reveal-panel.ts';

/** What is being dragged: a panel and where it would go, or an edge and the outline it would give. */
export type DragView =
  | { kind: 'move'; id: string; dx: number; dy: number; place: DropPlace | undefined }
  | { kind: 'size'; id: string; outline: Omit<Rect, 'id'>; label: string };
/** `said`: what a screen reader says of the last thing that was done. */
export type ArrangerView = { drag: DragView | undefined; said: string };

/** A grid as it shows now. `panels` are in their shown order. */
export type GridState = {
  workspace: string;
  panels: readonly PanelRef[];
  shown: ShownLayout;
  packing: Packing;
  heightOf(id: string): number;
  widthPx: number;
  isStack: boolean;
  grid: HTMLElement;
  change(changes: LayoutChange[]): void;
  texts: Texts['layout'];
};

export type ArrangeWish = { collapsed?: boolean | null; columns?: number | null; heightPx?: number | null };

/** Changes my layout of this workspace. Who starts from the crew's default keeps all of it. */
export function commit({ shown, workspace, panels, change }: GridState, changes: LayoutChange[]): void {
  const base: LayoutChange[] =
    shown.from === 'default' ? [{ workspace, kind: 'adopt', layout: wholeLayout(panels, shown.layout) }] : [];
  change([...base, ...changes]);
}

export function moveAfter(state: GridState, panel: string, after: string | null): void {
  commit(state, [{ workspace: state.workspace, kind: 'move', panel, after, among: orderOf(state) }]);
}

export function arrange(state: GridState, panel: string, wish: ArrangeWish): void {
  commit(state, [{ workspace: state.workspace, kind: 'arrange', panel, ...wish }]);
}

export function orderOf({ panels }: GridState): string[] {
  return panels.map(({ id }) => id);
}

export function titleOf({ panels }: GridState, id: string): string {
  return panels.find((panel) => panel.id === id)?.panel.title ?? id;
}

/** The width that a panel's bundle gives it. */
export function usualColumns({ panels }: GridState, id: string): number {
  return panels.find((panel) => panel.id === id)?.panel.width ?? 1;
}

/** How wide a panel is, and how high its page. */
export function sizeOf(state: GridState, id: string): { columns: number; bodyPx: number } {
  const { columns, heightPx } = arrangementOf(state.shown.layout, id);
  const frame = document.getElementById(panelElementId(id))?.querySelector('iframe');
  return { columns: columns ?? usualColumns(state, id), bodyPx: heightPx ?? frame?.offsetHeight ?? 150 };
}
