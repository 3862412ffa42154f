'use client';

import Link from 'next/link';
import type { WorkspaceLayout } from '#contract/layout';
import { useLayoutActions } from '../../../_data/use-layout-actions.ts';
import { workspaceHref, workspaceLabel } from '../../../_data/workspaces.ts';
import { useLayouts } from '../../../_live/layout-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Section } from './section.tsx';

/** The workspaces that I have arranged, and the way back. */
export function MyLayouts() {
  const { settings: texts, layout } = useTexts();
  const { mine, unsaved } = useLayouts();
  const actions = useLayoutActions();
  const arranged = Object.entries(mine.workspaces).sort(([a], [b]) => a.localeCompare(b));
  const all = arranged.length > 1 && <Button onClick={actions.resetAll}>{texts.resetAll}</Button>;
  return (
    <Section id="my-layouts" title={texts.mine} text={texts.mineText} actions={all}>
      {unsaved > 0 && <Tag tone="warn">{layout.unsaved}</Tag>}
      {arranged.length === 0 && <p className="text-sm">{texts.mineNone}</p>}
      <ul className="grid gap-1.5">
        {arranged.map(([name, one]) => (
          <Row key={name} name={name} layout={one} reset={() => actions.reset(name)} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ name, layout, reset }: { name: string; layout: WorkspaceLayout; reset: () => void }) {
  const { settings: texts, nav } = useTexts();
  const label = workspaceLabel(name, nav.mainWorkspace);
  return (
    <li className="flex min-h-10 items-center gap-3 rounded-md border border-line px-3 py-1">
      <Link
        href={workspaceHref(name)}
        className="inline-flex min-h-8 min-w-0 items-center font-semibold hover:underline pointer-coarse:min-h-11"
      >
        <bdi className="truncate">{label}</bdi>
      </Link>
      <span className="min-w-0 flex-1 truncate text-sm text-mute tabular-nums">
        {texts.arranged(layout.order.length > 0, Object.keys(layout.panels).length)}
      </span>
      <Button aria-label={texts.resetNamed(label)} onClick={reset}>
        {texts.reset}
      </Button>
    </li>
  );
}
