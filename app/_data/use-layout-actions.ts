'use client';

import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { LayoutChange, SharedLayout, WorkspaceLayout } from '#contract/layout';
import { useLayouts } from '../_live/layout-provider.tsx';
import { useTRPC } from '../_trpc/trpc.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { wholeLayout } from './workspace-layout.ts';
import type { Workspace } from './workspaces.ts';

/** What can be done with whole layouts. What changes mine only asks nothing and offers to undo it. */
export function useLayoutActions() {
  const { layout: texts, settings } = useTexts();
  const { mine, change } = useLayouts();
  const update = useEditLayout(({ name }) => void toast.success(texts.updated(name)));
  const undoable = (title: string, changes: LayoutChange[]) => {
    const back = changes.map(({ workspace }): LayoutChange => {
      const layout = mine.workspaces[workspace];
      return layout ? { workspace, kind: 'put', layout } : { workspace, kind: 'reset' };
    });
    change(changes);
    toast.success(title, { action: { label: texts.undo, onClick: () => change(back) } });
  };
  return {
    apply: ({ name, workspace, layout }: SharedLayout) => undoable(texts.applied(name), [{ workspace, kind: 'put', layout }]),
    reset: (workspace: string) => undoable(texts.resetDone, [{ workspace, kind: 'reset' }]),
    resetAll: () =>
      undoable(
        settings.resetAllDone,
        Object.keys(mine.workspaces).map((workspace) => ({ workspace, kind: 'reset' })),
      ),
    update: ({ id }: SharedLayout, workspace: Workspace, layout: WorkspaceLayout) =>
      update.mutate({ id, edit: { layout: wholeLayout(workspace.panels, layout) } }),
  };
}

/** Saves an arrangement for everybody. */
export function useShareLayout(onSaved: () => void) {
  const trpc = useTRPC();
  const { layout: texts } = useTexts();
  return useMutation(
    trpc.layout.share.mutationOptions({
      onSuccess: ({ name }) => {
        toast.success(texts.saved(name));
        onSaved();
      },
    }),
  );
}

/** Name, default or arrangement of a shared layout. */
export function useEditLayout(onEdited: (layout: SharedLayout) => void = () => undefined) {
  const trpc = useTRPC();
  return useMutation(trpc.layout.edit.mutationOptions({ onSuccess: onEdited, onError: useSayRefusal() }));
}

/** Deletes a shared layout, after it was asked once. */
export function useDeleteLayout({ id, name }: SharedLayout) {
  const trpc = useTRPC();
  const { settings: texts } = useTexts();
  const confirm = useConfirm();
  const onSuccess = () => toast.success(texts.deleted(name));
  const remove = useMutation(trpc.layout.delete.mutationOptions({ onSuccess, onError: useSayRefusal() }));
  const ask = async () => {
    const question = { title: texts.deleteTitle(name), text: texts.deleteText, action: texts.delete, onAir: false };
    if (await confirm(question)) remove.mutate({ id });
  };
  return { remove: ask, pending: remove.isPending };
}

/** Says why a change was not made. */
function useSayRefusal(): (error: { message: string }) => void {
  const { errors } = useTexts();
  return ({ message }) => void toast.warning(errors.refused, { description: message });
}
