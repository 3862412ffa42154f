import { randomUUID } from 'node:crypto';
import { maySteer } from '#contract/access';
import { changeLayout, mostWorkspaces } from '#contract/change-layout';
import {
  noLayout,
  noSharedLayouts,
  sharedLayoutsKey,
  userLayoutKey,
  type LayoutError,
  type LayoutErrorCode,
  type SharedLayout,
  type SharedLayouts,
  type UserLayout,
} from '#contract/layout';
import type { Actor } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import { createDocument, type DocumentReplicants } from './layout-document.ts';
import type { LayoutService, SharedEdit } from './types.ts';

export type LayoutDeps = { replicants: DocumentReplicants; /** Milliseconds since 1970. */ now(): number };

const mostShared = 200;

export function createLayoutService({ replicants, now }: LayoutDeps): LayoutService {
  const shared = createDocument<SharedLayouts>(replicants, sharedLayoutsKey, noSharedLayouts);
  const layoutOf = (actor: Actor) => createDocument<UserLayout>(replicants, userLayoutKey(actor.id), noLayout);
  return {
    async read(actor) {
      const [mine, all] = await Promise.all([layoutOf(actor).read(), shared.read()]);
      if (!mine.ok) return mine;
      return all.ok ? success({ mine: mine.value, shared: all.value }) : all;
    },
    change: (changes, actor) =>
      layoutOf(actor).change((layout) => {
        const next = changes.reduce(changeLayout, layout);
        const isMore = Object.keys(next.workspaces).length > Math.max(mostWorkspaces, Object.keys(layout.workspaces).length);
        return isMore ? refuse('too-many', `You have arranged ${mostWorkspaces} workspaces; reset one first.`) : success(next);
      }),
    async share({ name, workspace, layout }, actor) {
      const made: SharedLayout = { id: randomUUID(), name, workspace, layout, isDefault: false, at: now(), by: actor.id };
      return editAll(actor, (layouts) => {
        if (layouts.length >= mostShared) return refuse('too-many', `There are ${mostShared} shared layouts; delete some first.`);
        return isTaken(layouts, made) ? nameTaken(name) : success([...layouts, made]);
      }).then((result) => (result.ok ? success(made) : result));
    },
    edit: async (id, edit, actor) => {
      const stamp = { at: now(), by: actor.id };
      const result = await editAll(actor, (layouts) => editShared(layouts, id, edit, stamp));
      if (!result.ok) return result;
      const edited = result.value.find((layout) => layout.id === id);
      return edited ? success(edited) : unknown();
    },
    delete: async (id, actor) => {
      const result = await editAll(actor, (layouts) => {
        const others = layouts.filter((layout) => layout.id !== id);
        return others.length === layouts.length ? unknown() : success(others);
      });
      return result.ok ? success(null) : result;
    },
  };

  /** What is for everybody is changed by those who run shows. */
  async function editAll(actor: Actor, edit: (layouts: SharedLayout[]) => Result<SharedLayout[], LayoutError>) {
    if (!maySteer(actor)) return refuse('forbidden', `${actor.id} may use shared layouts, but not change them.`);
    const changed = await shared.change(({ layouts }) => {
      const edited = edit(layouts);
      return edited.ok ? success({ layouts: edited.value }) : edited;
    });
    return changed.ok ? success(changed.value.value.layouts) : changed;
  }
}

function editShared(
  layouts: SharedLayout[],
  id: string,
  { layout, name, isDefault }: SharedEdit,
  saved: { at: number; by: string },
): Result<SharedLayout[], LayoutError> {
  const before = layouts.find((one) => one.id === id);
  if (!before) return unknown();
  const after: SharedLayout = {
    ...before,
    ...(layout && { layout, ...saved }),
    ...(name !== undefined && { name }),
    ...(isDefault !== undefined && { isDefault }),
  };
  if (isTaken(layouts, after)) return nameTaken(after.name);
  // A workspace has one default.
  const yields = (one: SharedLayout) => isDefault === true && one.isDefault && one.workspace === after.workspace;
  return success(layouts.map((one) => (one.id === id ? after : yields(one) ? { ...one, isDefault: false } : one)));
}

function isTaken(layouts: SharedLayout[], { id, name, workspace }: SharedLayout): boolean {
  return layouts.some((one) => one.id !== id && one.workspace === workspace && one.name === name);
}

function nameTaken(name: string): Result<never, LayoutError> {
  return refuse('name-taken', `There is a shared layout “${name}” for this workspace already; choose another name.`);
}

function unknown(): Result<never, LayoutError> {
  return refuse('unknown-layout', 'There is no such shared layout any more.');
}

function refuse(code: LayoutErrorCode, message: string): Result<never, LayoutError> {
  return failure({ code, message });
}
