'use client';

import type { RestrictionView } from '#contract/identity';
import { useRestriction } from '../../../_data/use-restrictions.ts';
import { useBundles, usePlaces } from '../../../_data/use-show.ts';
import { workspaceLabel } from '../../../_data/workspaces.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { RestrictButton } from '../../_people/restrict-button.tsx';

/** Which workspaces and bundles only administrators and those with a grant see. */
export function RestrictedView() {
  const { access: texts, nav } = useTexts();
  const bundles = useBundles().data ?? [];
  const { fullbleeds, workspaces } = usePlaces();
  const names = [...new Set([...workspaces.map(({ name }) => name), ...fullbleeds.map(({ panel }) => panel.workspace)])];
  return (
    <div className="grid min-h-0 flex-1 content-start gap-3 overflow-y-auto">
      <p className="max-w-[75ch] text-sm text-mute">{texts.restrictedText}</p>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 lg:grid-cols-2">
        <Group title={texts.workspaces}>
          {names.length === 0 && <p className="text-sm text-mute">{texts.nothingToRestrict}</p>}
          {names.map((name) => (
            <Row key={name} kind="workspace" name={name} label={workspaceLabel(name, nav.mainWorkspace)} />
          ))}
        </Group>
        <Group title={texts.bundles}>
          {bundles.map(({ name }) => (
            <Row key={name} kind="bundle" name={name} label={name} />
          ))}
        </Group>
      </div>
    </div>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-2 rounded-lg border border-line bg-s1 p-3.5">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="grid gap-1">{children}</div>
    </section>
  );
}

function Row({ kind, name, label }: { kind: RestrictionView['kind']; name: string; label: string }) {
  const { access: texts } = useTexts();
  const restriction = useRestriction(kind, name, label);
  return (
    <div className="grid gap-1.5 rounded-md border border-line py-1 pr-1 pl-3">
      <div className="flex min-h-9 items-center gap-3">
        <bdi className="min-w-0 flex-1 truncate text-sm font-semibold">{label}</bdi>
        {restriction.isRestricted && <Tag tone="off">{texts.restricted}</Tag>}
        <RestrictButton restriction={restriction} label={label} />
      </div>
      <Refusal reason={restriction.refusal} />
    </div>
  );
}
