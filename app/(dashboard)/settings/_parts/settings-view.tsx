'use client';

import { PageHeader } from '../../../_ui/page-header.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { About } from './about.tsx';
import { Keys } from './keys.tsx';
import { Look } from './look.tsx';
import { MyLayouts } from './my-layouts.tsx';
import { MySessions } from './my-sessions.tsx';
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
          <MySessions />
          <About />
          <Keys />
        </div>
      </div>
    </>
  );
}
