'use client';

import * as Dialog from '@radix-ui/react-dialog';
import { useId, useState } from 'react';
import type { WorkspaceLayout } from '#contract/layout';
import { useShareLayout } from '../../_data/use-layout-actions.ts';
import { wholeLayout } from '../../_data/workspace-layout.ts';
import { workspaceLabel, type Workspace } from '../../_data/workspaces.ts';
import { useCanAct } from '../../_live/live-provider.tsx';
import { Button } from '../../_ui/button.tsx';
import { Refusal } from '../../_ui/refusal.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

type ShareDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; workspace: Workspace; layout: WorkspaceLayout };

/** Names what I see and saves it for everybody. */
export function ShareDialog(props: ShareDialogProps) {
  const { layout: texts, nav } = useTexts();
  return (
    <Dialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/60" />
        <Dialog.Content className="fixed top-1/2 left-1/2 z-50 grid w-[min(440px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 gap-2 rounded-[10px] border border-edge bg-s1 p-5 shadow-2xl shadow-black/50">
          <Dialog.Title dir="auto" className="text-lg font-semibold [overflow-wrap:anywhere]">
            {texts.saveTitle(workspaceLabel(props.workspace.name, nav.mainWorkspace))}
          </Dialog.Title>
          <Dialog.Description className="text-mute">{texts.saveText}</Dialog.Description>
          <ShareForm {...props} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function ShareForm({ workspace, layout, onOpenChange }: ShareDialogProps) {
  const { layout: texts, cancel } = useTexts();
  const id = useId();
  const [name, setName] = useState('');
  const canAct = useCanAct();
  const share = useShareLayout(() => onOpenChange(false));
  return (
    <form
      className="mt-2 grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        share.mutate({ name: name.trim(), workspace: workspace.name, layout: wholeLayout(workspace.panels, layout) });
      }}
    >
      <label htmlFor={id} className="text-sm font-semibold">
        {texts.name}
      </label>
      <input
        id={id}
        autoFocus
        dir="auto"
        value={name}
        maxLength={80}
        placeholder={texts.namePlaceholder}
        onChange={(event) => setName(event.target.value)}
        className="h-8 w-full rounded-[7px] border border-line bg-bg px-2.5 text-sm text-text placeholder:text-faint pointer-coarse:h-11 pointer-coarse:text-lg"
      />
      <Refusal reason={share.error?.message} />
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button onClick={() => onOpenChange(false)} keys="Esc">
          {cancel}
        </Button>
        <Button type="submit" tone="primary" disabled={!canAct || name.trim() === '' || share.isPending}>
          {texts.save}
        </Button>
      </div>
    </form>
  );
}
