'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { SavedComparison, SavedState } from '#contract/saved-state';
import { useTRPC } from '../_trpc/trpc.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { usePreview } from './use-preview.ts';
import { describeOnAir } from './tally.ts';
import { useBundles, useInstances } from './use-show.ts';

/** All saved states, newest first. Others may save as well: asked for again every few seconds. */
export function useSavedStates() {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.saved.list.queryOptions({}, { refetchInterval: 5_000, retry: 2, retryDelay: 1_000, staleTime: 2_000 }),
  );
  const seen = usePreview();
  const shown = seen === undefined ? query.data : query.data?.filter(({ id }) => seen.savedIds.includes(id));
  return { ...query, states: shown && [...shown].sort((a, b) => b.at - a.at) };
}

/** What differs between a saved state and another one, or what is live now. */
export function useSavedComparison(id: string, against: string | undefined) {
  const trpc = useTRPC();
  const input = against === undefined ? { id } : { id, against };
  return useQuery(trpc.saved.compare.queryOptions(input, { retry: false, staleTime: 0, gcTime: 0 }));
}

/** Saves what is live. */
export function useSaveState(onSaved: () => void) {
  const trpc = useTRPC();
  const refresh = useRefresh();
  const { saved: texts } = useTexts();
  return useMutation(
    trpc.saved.create.mutationOptions({
      onSuccess: ({ name, replicants }) => {
        toast.success(texts.savedToast(name, replicants));
        refresh();
        onSaved();
      },
    }),
  );
}

/** Restore, rename and delete of one saved state. Restoring and deleting ask once, and name what happens to air. */
export function useSavedActions(state: SavedState) {
  const trpc = useTRPC();
  const { saved: texts } = useTexts();
  const refresh = useRefresh();
  const confirm = useConfirm();
  const look = useLook(state);
  const restore = useMutation(
    trpc.saved.restore.mutationOptions({
      onSuccess: ({ changed }) => {
        toast.success(texts.restored(state.name, changed));
        refresh();
      },
    }),
  );
  const rename = useMutation(trpc.saved.rename.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(
    trpc.saved.delete.mutationOptions({
      onSuccess: () => {
        toast.success(texts.deleted(state.name));
        refresh();
      },
    }),
  );
  const all = [restore, rename, remove];
  const reset = () => all.forEach((mutation) => mutation.reset());
  return {
    pending: all.some(({ isPending }) => isPending) || look.pending,
    refusal: all.find(({ error }) => error)?.error?.message ?? look.refusal,
    restore: async () => {
      reset();
      const question = await look.question();
      if (question === 'same') toast.success(texts.alreadySo(state.name));
      else if (question && (await confirm(question))) restore.mutate({ id: state.id });
    },
    /** Resolves true when it has the new name. */
    rename: async (name: string) => {
      reset();
      return rename.mutateAsync({ id: state.id, name }).then(
        () => true,
        () => false,
      );
    },
    remove: async () => {
      reset();
      const title = texts.deleteTitle(state.name);
      if (await confirm({ title, text: texts.deleteText, action: texts.deleteAction, onAir: false }))
        remove.mutate({ id: state.id });
    },
  };
}

/** Looks at what restoring would change, to ask about exactly that. */
function useLook({ id, name }: SavedState) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { saved: texts } = useTexts();
  const bundles = useBundles().data ?? [];
  const instances = useInstances().data ?? [];
  const compare = useMutation({
    mutationFn: () => cache.fetchQuery(trpc.saved.compare.queryOptions({ id }, { staleTime: 0, gcTime: 0 })),
  });
  const question = async () => {
    compare.reset();
    const comparison = await compare.mutateAsync().catch(() => undefined);
    if (!comparison) return undefined;
    const { namespaces, count } = touchedBy(comparison);
    if (count === 0) return 'same' as const;
    const onAir = describeOnAir(
      instances.filter(({ bundle }) => namespaces.includes(bundle)),
      bundles,
    );
    const air = onAir === undefined ? texts.restoreOffAir : texts.restoreOnAir(onAir);
    return {
      title: texts.restoreTitle(name),
      text: `${texts.restoreText(count, namespaces.join(', '))} ${air}`,
      action: texts.restoreAction,
      onAir: onAir !== undefined,
    };
  };
  return { question, pending: compare.isPending, refusal: compare.error?.message };
}

/** What restoring changes. What isn't in the saved state is left alone. */
function touchedBy({ differences, left }: SavedComparison): { namespaces: string[]; count: number } {
  const touched = differences.filter(({ state }) => state !== 'added');
  return { namespaces: [...new Set(touched.map(({ key }) => key.namespace))], count: touched.length + left };
}

function useRefresh(): () => void {
  const trpc = useTRPC();
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: trpc.saved.pathKey() });
}
