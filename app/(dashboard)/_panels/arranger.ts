import { leastHeightPx, mostColumns, mostHeightPx } from '#contract/layout';
import { arrangementOf } from '../../_data/workspace-layout.ts';
import { beginMove, beginSize, type Edge } from './arranger-drag.ts';
import type { Point } from './drop-place.ts';
import type { Drag } from './use-drag.ts';
import {
  arrange,
  commit,
  moveAfter,
  orderOf,
  sizeOf,
  titleOf,
  usualColumns,
  type ArrangeWish,
  type ArrangerView,
  type GridState,
} from './grid-state.ts';

export type Spot = 'first' | 'earlier' | 'later' | 'last';
export type Size = Pick<ArrangeWish, 'columns' | 'heightPx'>;
/** How it was when the first key was pressed: what Escape goes back to. */
type Held = { id: string; after: string | null; wish: ArrangeWish };

/** What the parts of an arranger share. */
export type ArrangerCore = {
  state(): GridState | undefined;
  say(said: string): void;
  drag(view: ArrangerView['drag']): void;
};

/** Moves and sizes the panels of one grid: by pointer, by keys and from menus. What is done goes to the layout. */
export type Arranger = {
  get(): ArrangerView;
  subscribe(listener: () => void): () => void;
  /** Called with every drawing of the grid; undefined: it isn't there (any more). */
  update(state: GridState | undefined): void;
  shift(id: string, spot: Spot): void;
  /** `null`: as its bundle has it, or as high as its page. */
  resize(id: string, size: Size): void;
  resizeBy(id: string, by: { columns?: number; heightPx?: number }): void;
  toggle(id: string): void;
  resetPanel(id: string): void;
  /** A key on a panel's handle. True: it was one of ours. */
  key(id: string, key: { key: string; shiftKey: boolean }): boolean;
  /** The handle has lost the focus: Escape no longer goes back. */
  settle(): void;
  /** Which panel keys are moving. */
  held(): string | undefined;
  /** Drags that begin at a point of the window; undefined: there is no grid. */
  beginMove(id: string, at: Point): Drag | undefined;
  beginSize(id: string, edge: Edge, at: Point): Drag | undefined;
};

export function createArranger(): Arranger {
  let state: GridState | undefined;
  let view: ArrangerView = { drag: undefined, said: '' };
  const listeners = new Set<() => void>();
  const set = (next: Partial<ArrangerView>) => {
    view = { ...view, ...next };
    for (const listener of listeners) listener();
  };
  const core: ArrangerCore = { state: () => state, say: (said) => set({ said }), drag: (drag) => set({ drag }) };
  return {
    get: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    update: (next) => {
      state = next;
    },
    shift: (id, spot) => shift(core, id, spot),
    resize: (id, size) => resize(core, id, size),
    resizeBy: (id, by) => resizeBy(core, id, by),
    toggle: (id) => {
      if (state) arrange(state, id, { collapsed: arrangementOf(state.shown.layout, id).collapsed ? null : true });
    },
    resetPanel: (id) => {
      if (state) commit(state, [{ workspace: state.workspace, kind: 'reset-panel', panel: id }]);
    },
    ...createKeys(core),
    beginMove: (id, at) => beginMove(core, id, at),
    beginSize: (id, edge, at) => beginSize(core, { id, edge, at, resize: (size) => resize(core, id, size) }),
  };
}

function shift({ state, say }: ArrangerCore, id: string, spot: Spot): void {
  const grid = state();
  if (!grid) return;
  const order = orderOf(grid);
  const from = order.indexOf(id);
  const to = { first: 0, earlier: from - 1, later: from + 1, last: order.length - 1 }[spot];
  if (from < 0 || to < 0 || to >= order.length || to === from) return;
  const others = order.filter((other) => other !== id);
  moveAfter(grid, id, others[to - 1] ?? null);
  say(grid.texts.position(titleOf(grid, id), to + 1, order.length));
}

function resize({ state, say }: ArrangerCore, id: string, { columns, heightPx }: Size): void {
  const grid = state();
  if (!grid) return;
  const usual = usualColumns(grid, id);
  arrange(grid, id, {
    ...(columns !== undefined && { columns: columns === usual ? null : columns }),
    ...(heightPx !== undefined && { heightPx }),
  });
  const title = titleOf(grid, id);
  const said = [
    columns === undefined ? '' : grid.texts.widthIs(title, columns ?? usual),
    heightPx === undefined ? '' : grid.texts.heightIs(title, heightPx ?? undefined),
  ];
  say(said.filter(Boolean).join('. '));
}

function resizeBy(core: ArrangerCore, id: string, by: { columns?: number; heightPx?: number }): void {
  const grid = core.state();
  if (!grid) return;
  const now = sizeOf(grid, id);
  resize(core, id, {
    ...(by.columns !== undefined && { columns: clamp(now.columns + by.columns, 1, mostColumns) }),
    ...(by.heightPx !== undefined && { heightPx: clamp(now.bodyPx + by.heightPx, leastHeightPx, mostHeightPx) }),
  });
}

/** Arrow keys do at once what they say; Escape takes back what was done since the handle has the focus. */
function createKeys(core: ArrangerCore): Pick<Arranger, 'key' | 'settle' | 'held'> {
  let held: Held | undefined;
  const hold = (grid: GridState, id: string): Held => {
    const order = orderOf(grid);
    const { columns = null, heightPx = null } = arrangementOf(grid.shown.layout, id);
    return { id, after: order[order.indexOf(id) - 1] ?? null, wish: { columns, heightPx } };
  };
  return {
    key: (id, { key, shiftKey }) => {
      const grid = core.state();
      if (!grid) return false;
      const isHeld = held?.id === id;
      if (key === 'Escape') {
        if (held && isHeld) revert(core, grid, held);
        held = undefined;
        return isHeld;
      }
      const spot = shiftKey ? undefined : moveKeys[key];
      const size = shiftKey ? sizeKeys[key] : undefined;
      if (!spot && !size) return false;
      if (!isHeld) held = hold(grid, id);
      if (spot) shift(core, id, spot);
      // On a phone every panel is as wide as the screen.
      if (size && !(grid.isStack && size.columns !== undefined)) resizeBy(core, id, size);
      return true;
    },
    settle: () => {
      held = undefined;
    },
    held: () => held?.id,
  };
}

function revert({ say }: ArrangerCore, grid: GridState, { id, after, wish }: Held): void {
  const { workspace } = grid;
  commit(grid, [
    { workspace, kind: 'arrange', panel: id, ...wish },
    { workspace, kind: 'move', panel: id, after, among: orderOf(grid) },
  ]);
  const others = orderOf(grid).filter((other) => other !== id);
  const place = after === null ? 1 : others.indexOf(after) + 2;
  say(grid.texts.taken(titleOf(grid, id), place, others.length + 1));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}

const moveKeys: Record<string, Spot | undefined> = {
  ArrowLeft: 'earlier',
  ArrowUp: 'earlier',
  ArrowRight: 'later',
  ArrowDown: 'later',
  Home: 'first',
  End: 'last',
};
const sizeKeys: Record<string, { columns?: number; heightPx?: number } | undefined> = {
  ArrowLeft: { columns: -1 },
  ArrowRight: { columns: 1 },
  ArrowUp: { heightPx: -40 },
  ArrowDown: { heightPx: 40 },
};
