import type {
  LayoutChange,
  LayoutError,
  LayoutState,
  SharedLayout,
  SharedLayouts,
  UserLayout,
  WorkspaceLayout,
} from '#contract/layout';
import type { Actor } from '#contract/replicant';
import type { Result } from '#contract/result';

type Outcome<T> = Promise<Result<T, LayoutError>>;

/** How people arranged their workspaces, and arrangements for everybody. See SPEC.md for the rules by id. */
export interface LayoutService {
  /** The actor's own layout, and those for everybody. */
  read(actor: Actor): Outcome<{ mine: LayoutState<UserLayout>; shared: LayoutState<SharedLayouts> }>;
  /** Changes the actor's own layout, all changes or none; others' in between stay. */
  change(changes: LayoutChange[], actor: Actor): Outcome<LayoutState<UserLayout>>;
  /** Saves an arrangement for everybody. */
  share(wish: { name: string; workspace: string; layout: WorkspaceLayout }, actor: Actor): Outcome<SharedLayout>;
  /** Gives a shared layout another arrangement, name, or makes it its workspace's default or no longer. */
  edit(id: string, edit: SharedEdit, actor: Actor): Outcome<SharedLayout>;
  delete(id: string, actor: Actor): Outcome<null>;
}

export type SharedEdit = { layout?: WorkspaceLayout; name?: string; isDefault?: boolean };
