'use client';

import { useState } from 'react';
import type { SharedLayout } from '#contract/layout';
import { useEditLayout } from '../../../_data/use-layout-actions.ts';
import { Button } from '../../../_ui/button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

/** Another name for a shared layout. */
export function RenameForm({ layout: { id, name: before }, close }: { layout: SharedLayout; close: () => void }) {
  const { settings: texts, cancel } = useTexts();
  const [name, setName] = useState(before);
  const edit = useEditLayout(close);
  return (
    <form
      className="flex w-full flex-wrap gap-2 py-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === before) close();
        else edit.mutate({ id, edit: { name: name.trim() } });
      }}
    >
      <input
        autoFocus
        dir="auto"
        aria-label={texts.renameNamed(before)}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && close()}
        className="h-8 min-w-0 flex-1 basis-40 rounded-[7px] border border-line bg-bg px-2.5 text-sm text-text pointer-coarse:h-11 pointer-coarse:text-lg"
      />
      <Button type="submit" tone="primary" disabled={name.trim() === '' || edit.isPending}>
        {texts.rename}
      </Button>
      <Button onClick={close}>{cancel}</Button>
    </form>
  );
}
