'use client';

import { PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SharedLayout } from '#contract/layout';
import { useDeleteLayout, useEditLayout } from '../../../_data/use-layout-actions.ts';
import { workspaceLabel } from '../../../_data/workspaces.ts';
import { useLayouts } from '../../../_live/layout-provider.tsx';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { RenameForm } from './rename-form.tsx';
import { Section } from './section.tsx';

/** Arrangements for everybody: their names, and which is a workspace's default. */
export function SharedLayoutList() {
  const { settings: texts } = useTexts();
  const { shared } = useLayouts();
  const byPlace = (a: SharedLayout, b: SharedLayout) => a.workspace.localeCompare(b.workspace) || a.name.localeCompare(b.name);
  return (
    <Section id="shared-layouts" title={texts.shared} text={texts.sharedText}>
      {shared.layouts.length === 0 && <p className="text-sm">{texts.sharedNone}</p>}
      <ul className="grid gap-1.5">
        {[...shared.layouts].sort(byPlace).map((layout) => (
          <Row key={layout.id} layout={layout} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ layout }: { layout: SharedLayout }) {
  const { layout: words } = useTexts();
  const [isNaming, setNaming] = useState(false);
  const mayShare = useMay()('layout.share');
  return (
    <li
      aria-label={layout.name}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line px-3 py-1.5"
    >
      {isNaming ? (
        <RenameForm layout={layout} close={() => setNaming(false)} />
      ) : (
        <>
          <span className="grid min-w-0 flex-1 basis-44">
            <span className="flex min-w-0 items-center gap-2">
              <bdi className="truncate font-semibold">{layout.name}</bdi>
              {layout.isDefault && <Tag tone="off">{words.defaultMark}</Tag>}
            </span>
            <Facts layout={layout} />
          </span>
          {mayShare && <Tools layout={layout} rename={() => setNaming(true)} />}
        </>
      )}
    </li>
  );
}

function Facts({ layout: { workspace, by } }: { layout: SharedLayout }) {
  const { settings: texts, nav, top } = useTexts();
  return (
    <span className="truncate text-sm text-mute">
      <bdi>{workspaceLabel(workspace, nav.mainWorkspace)}</bdi> · {texts.by(by === 'local' ? top.localUser : by)}
    </span>
  );
}

function Tools({ layout, rename }: { layout: SharedLayout; rename: () => void }) {
  const { settings: texts } = useTexts();
  const edit = useEditLayout();
  const { remove, pending } = useDeleteLayout(layout);
  const disabled = !useCanAct() || edit.isPending || pending;
  const { id, name, isDefault } = layout;
  return (
    <span className="flex flex-wrap items-center gap-1">
      <Button
        disabled={disabled}
        aria-label={isDefault ? texts.noDefaultNamed(name) : texts.makeDefaultNamed(name)}
        onClick={() => edit.mutate({ id, edit: { isDefault: !isDefault } })}
      >
        {isDefault ? texts.noDefault : texts.makeDefault}
      </Button>
      <IconButton
        label={texts.renameNamed(name)}
        disabled={disabled}
        onClick={rename}
        icon={<PencilLine size={15} aria-hidden />}
      />
      <IconButton
        label={texts.deleteNamed(name)}
        disabled={disabled}
        onClick={() => void remove()}
        icon={<Trash2 size={15} aria-hidden />}
      />
    </span>
  );
}
