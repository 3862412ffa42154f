import type { ReplicantKey } from './replicant.ts';

/** NodeCG's widths: 1 to 10 columns. */
export const mostColumns = 10;
/** Heights that a panel's page may be given, in pixels. */
export const leastHeightPx = 80;
export const mostHeightPx = 4_000;

/** What somebody changed of one panel. What is absent is as its bundle has it: its width, as high as its page, open. */
export type PanelArrangement = { collapsed?: boolean; columns?: number; heightPx?: number };

/** A workspace as somebody arranged it. Panels are named `<bundle>.<panel>`. `order` may name panels that are gone and lack new ones: see `orderPanels`. */
export type WorkspaceLayout = { order: string[]; panels: Record<string, PanelArrangement> };

/** What one person has arranged, by workspace. One that isn't in it is as the crew's default, or as its bundles have it. */
export type UserLayout = { workspaces: Record<string, WorkspaceLayout> };

/** An arrangement of one workspace for everybody. The default of a workspace (one at most) is what people see who have not arranged it. */
export type SharedLayout = {
  id: string;
  name: string;
  workspace: string;
  isDefault: boolean;
  layout: WorkspaceLayout;
  /** Milliseconds since 1970. */
  at: number;
  /** Who saved it last. */
  by: string;
};
export type SharedLayouts = { layouts: SharedLayout[] };

/**
 * One change to one workspace. Each says what it changes and nothing else, so that two windows of a person never undo each other's, and doing one twice is
 * doing it once.
 * - `move`: the panel goes right after another, or first (`null`). `among` is the order that was seen: it places what the stored order doesn't know.
 * - `arrange`: `null` takes the bundle's own again. - `reset-panel`: its bundle's place, size, open. - `reset`: the whole workspace.
 * - `put`: exactly this. - `adopt`: this, where nothing is stored.
 */
export type LayoutChange = { workspace: string } & (
  | { kind: 'move'; panel: string; after: string | null; among: string[] }
  | { kind: 'arrange'; panel: string; collapsed?: boolean | null; columns?: number | null; heightPx?: number | null }
  | { kind: 'reset-panel'; panel: string }
  | { kind: 'reset' }
  | { kind: 'put'; layout: WorkspaceLayout }
  | { kind: 'adopt'; layout: WorkspaceLayout }
);

/** A committed state of a layout, as `Snapshot` is one of a replicant. */
export type LayoutState<T> = { value: T; revision: number; stamp: string };

/** `unknown-layout`: somebody deleted it. `name-taken`: choose another. `too-many`: delete some. `storage-away`: nothing was changed; try again. */
export type LayoutErrorCode = 'unknown-layout' | 'name-taken' | 'too-many' | 'forbidden' | 'storage-away';
export type LayoutError = { code: LayoutErrorCode; message: string };

export const sharedLayoutsKey: ReplicantKey = { namespace: 'nodecg', name: 'layouts:shared' };

/** Where one person's layout is kept; written by the server only. */
export function userLayoutKey(userId: string): ReplicantKey {
  return { namespace: 'nodecg', name: `layout:${userId}` };
}

export const noLayout: UserLayout = { workspaces: {} };
export const noSharedLayouts: SharedLayouts = { layouts: [] };
