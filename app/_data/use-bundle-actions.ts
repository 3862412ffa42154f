'use client';

import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTRPC } from '../_trpc/trpc.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { describeOnAir } from './tally.ts';
import type { ActionOptions } from './use-graphic-actions.ts';
import { useBundles, useInstances } from './use-show.ts';

/** Reload, enable and disable of bundles. Disabling asks once when the bundle is on air; else it offers to undo. */
export function useBundleActions({ onRefused }: ActionOptions = {}) {
  const trpc = useTRPC();
  const { bundles: texts } = useTexts();
  const confirm = useConfirm();
  const bundles = useBundles().data ?? [];
  const instances = useInstances().data ?? [];

  const onError = (error: { message: string }) => onRefused?.(error.message);
  const reload = useMutation(
    trpc.bundle.reload.mutationOptions({ onError, onSuccess: ({ name }) => toast.success(texts.reloaded(name)) }),
  );
  const enable = useMutation(
    trpc.bundle.enable.mutationOptions({ onError, onSuccess: ({ name }) => toast.success(texts.enabled(name)) }),
  );
  const offerUndo = ({ name }: { name: string }) =>
    toast.success(texts.disabled(name), { action: { label: texts.undo, onClick: () => enable.mutate({ name }) } });
  const disable = useMutation(trpc.bundle.disable.mutationOptions({ onError, onSuccess: offerUndo }));
  const all = [reload, enable, disable];
  // Each attempt clears what the one before said.
  const attempt = (run: typeof reload.mutate, name: string) => {
    all.forEach((mutation) => mutation.reset());
    run({ name });
  };

  return {
    pending: all.some((mutation) => mutation.isPending),
    /** Why the last attempt was refused. */
    refusal: all.find((mutation) => mutation.error)?.error?.message,
    reload: (name: string) => attempt(reload.mutate, name),
    enable: (name: string) => attempt(enable.mutate, name),
    disable: async (name: string) => {
      const onAir = describeOnAir(
        instances.filter(({ bundle }) => bundle === name),
        bundles,
      );
      const question = {
        title: texts.disableTitle(name),
        text: texts.disableText(onAir ?? ''),
        action: texts.disableAction,
        onAir: true,
      };
      if (onAir === undefined || (await confirm(question))) attempt(disable.mutate, name);
    },
  };
}
