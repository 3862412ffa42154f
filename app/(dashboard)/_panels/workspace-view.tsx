'use client';

import { LayoutGrid, LockKeyhole, LockKeyholeOpen, Unplug } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useBundles, usePlaces } from '../../_data/use-show.ts';
import { useRestriction } from '../../_data/use-restrictions.ts';
import { defaultWorkspace, firstPlace, workspaceLabel } from '../../_data/workspaces.ts';
import { useLayouts } from '../../_live/layout-provider.tsx';
import { useLive } from '../../_live/live-provider.tsx';
import { useMay, useViewer } from '../../_live/viewer-context.ts';
import { IconButton } from '../../_ui/icon-button.tsx';
import { Refusal } from '../../_ui/refusal.tsx';
import { Tag } from '../../_ui/tag.tsx';
import { buttonClass } from '../../_ui/button.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import { StaleTag } from '../_shell/stale-tag.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { LoadFailed } from '../_shell/load-failed.tsx';
import { LayoutMenu } from './layout-menu.tsx';
import { PanelGrid } from './panel-grid.tsx';
import { useShownLayout } from './use-shown-layout.ts';

/** One workspace: its panels, or why there are none. */
export function WorkspaceView({ name }: { name: string }) {
  const { nav } = useTexts();
  const { workspaces } = usePlaces();
  const workspace = workspaces.find((one) => one.name === name);
  const shown = useShownLayout(name, workspace);
  return (
    // The scrollbar's room is always kept: its coming must not change how many columns there are.
    <div className="absolute inset-0 overflow-auto [scrollbar-gutter:stable] p-4 pb-14 max-md:p-3 max-md:pb-14">
      <PageHeader title={workspaceLabel(name, nav.mainWorkspace)}>
        <StaleTag />
        <UnsavedTag />
        {workspace && <Restriction name={name} />}
        {workspace && shown && <LayoutMenu workspace={workspace} shown={shown} />}
      </PageHeader>
      {workspace ? shown && <PanelGrid workspace={workspace} shown={shown} /> : <NoPanels name={name} />}
    </div>
  );
}

/** Says that what was arranged is not on the server yet: another computer doesn't see it. */
function UnsavedTag() {
  const { layout: texts } = useTexts();
  const isAway = useLive().state !== 'live';
  return useLayouts().unsaved > 0 && isAway ? <Tag tone="warn">{texts.unsaved}</Tag> : null;
}

/** Says that only those with a grant see this, and lets an administrator change it. */
function Restriction({ name }: { name: string }) {
  const { access: texts, nav } = useTexts();
  const mayManage = useMay()('user.manage');
  const label = workspaceLabel(name, nav.mainWorkspace);
  const { isRestricted, pending, refusal, toggle } = useRestriction('workspace', name, label);
  const Icon = isRestricted ? LockKeyhole : LockKeyholeOpen;
  return (
    <>
      {isRestricted && <Tag tone="off">{texts.restricted}</Tag>}
      {mayManage && (
        <IconButton
          label={isRestricted ? texts.unrestrict(label) : texts.restrict(label)}
          disabled={pending}
          onClick={() => void toggle()}
          icon={<Icon size={16} aria-hidden />}
        />
      )}
      <Refusal reason={refusal} />
    </>
  );
}

function NoPanels({ name }: { name: string }) {
  const { workspace: texts } = useTexts();
  const places = usePlaces();
  const mayManage = useMay()('bundle.manage');
  const { preview } = useViewer();
  const { data, isError, failureCount } = useBundles();
  if (data === undefined) return isError || failureCount > 0 ? <LoadFailed /> : null;
  if (places.workspaces.length + places.fullbleeds.length === 0) {
    if (!mayManage) return <EmptyState icon={<LayoutGrid size={22} />} title={texts.emptyForYou} text={texts.emptyForYouText} />;
    return (
      <EmptyState icon={<LayoutGrid size={22} />} title={texts.empty} text={texts.emptyText}>
        <Link href="/bundles" className={buttonClass('primary')}>
          {texts.emptyAction}
        </Link>
      </EmptyState>
    );
  }
  if (preview && name === defaultWorkspace) return <GoTo href={firstPlace(places)} />;
  return (
    <EmptyState icon={<Unplug size={22} />} title={texts.missing(name)} text={texts.missingText}>
      <Link href={firstPlace(places)} className={buttonClass('primary')}>
        {texts.goFirst}
      </Link>
    </EmptyState>
  );
}

/** The server leads whoever opens the dashboard to their first place, but of a preview it knows nothing. */
function GoTo({ href }: { href: string }) {
  const router = useRouter();
  useEffect(() => router.replace(href), [router, href]);
  return null;
}
