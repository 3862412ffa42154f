'use client';

import type { ReactNode } from 'react';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { About } from './about.tsx';
import { Keys } from './keys.tsx';
import { Look } from './look.tsx';
import { MyLayouts } from './my-layouts.tsx';
import { SharedLayoutList } from './shared-layout-list.tsx';

/** How I like it, how panels are arranged, and what this server is. */
export function SettingsView() {
  const { settings: texts } = useTexts();
  return (
    <>
      <PageHeader title={texts.title}>
        <StaleTag />
      </PageHeader>
      <div className="grid max-w-[1400px] grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <Look />
          <MyLayouts />
          <SharedLayoutList />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <About />
          <Keys />
        </div>
      </div>
    </>
  );
}

/** One subject of the page. */
export function Section(props: { id: string; title: string; text?: string; actions?: ReactNode; children: ReactNode }) {
  const { id, title, text, actions, children } = props;
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-4 rounded-lg border border-line bg-s1 p-3.5">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <h2 id={`${id}-title`} className="text-lg font-semibold">
          {title}
        </h2>
        {actions}
      </div>
      {text !== undefined && <p className="mt-1 max-w-[70ch] text-sm text-mute">{text}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}
