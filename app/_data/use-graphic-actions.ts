'use client';

import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { GraphicCommand, GraphicInstance } from '#contract/graphic';
import { useTRPC } from '../_trpc/trpc.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { describeOnAir, type GraphicRef } from './tally.ts';
import { useBundles, useInstances } from './use-show.ts';

/** `refusal` says why at the place of the control; `onRefused` is for callers whose place is gone by then. */
export type ActionOptions = { onRefused?: (reason: string) => void };

/** Reload and kill of open graphics. What touches air asks once, and names what happens to it. */
export function useGraphicActions({ onRefused }: ActionOptions = {}) {
  const { graphics: texts } = useTexts();
  const confirm = useConfirm();
  const { send, pending, refusal } = useCommand(onRefused);
  const bundles = useBundles().data ?? [];
  const instances = useInstances().data ?? [];

  const reload = async (what: string, narrowed: Omit<GraphicCommand, 'command'>, touched: GraphicInstance[]) => {
    const onAir = describeOnAir(touched, bundles);
    const question = {
      title: texts.reloadTitle(what),
      text: texts.reloadText(onAir ?? ''),
      action: texts.reloadAction,
      onAir: true,
    };
    if (onAir !== undefined && !(await confirm(question))) return;
    send({ command: 'reload', ...narrowed });
  };
  return {
    pending,
    /** Why the last command was refused. */
    refusal,
    reloadGraphic: ({ graphic, bundle, instances: open }: GraphicRef) =>
      reload(graphic.title, { bundle: bundle.name, url: graphic.url }, open),
    reloadInstance: ({ graphic }: GraphicRef, instance: GraphicInstance) =>
      reload(graphic.title, { instanceId: instance.id }, [instance]),
    reloadBundle: (bundle: string) =>
      reload(
        bundle,
        { bundle },
        instances.filter((instance) => instance.bundle === bundle),
      ),
    kill: async ({ graphic }: GraphicRef, instance: GraphicInstance) => {
      const where = `${instance.client} (${instance.address})`;
      const text = instance.onAir ? texts.killOnAir(where) : texts.killOffAir(where);
      const sure = await confirm({
        title: texts.killTitle(graphic.title),
        text,
        action: texts.killAction,
        onAir: instance.onAir,
      });
      if (sure) send({ command: 'kill', instanceId: instance.id });
    },
  };
}

function useCommand(onRefused?: (reason: string) => void) {
  const trpc = useTRPC();
  const { graphics: texts } = useTexts();
  const command = useMutation(
    trpc.graphic.command.mutationOptions({
      onSuccess: ({ reached }, sent) => toast.success(sent.command === 'kill' ? texts.killed(reached) : texts.reloaded(reached)),
      onError: (error) => onRefused?.(error.message),
    }),
  );
  return { send: (input: GraphicCommand) => command.mutate(input), pending: command.isPending, refusal: command.error?.message };
}
