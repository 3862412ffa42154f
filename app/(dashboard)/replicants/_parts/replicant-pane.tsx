'use client';

import { useId } from 'react';
import type { ReplicantSummary } from '#contract/inspect';
import { hasUnsaved, takesUndoKeys } from '../../../_data/edit-session.ts';
import { isServerOwned } from '../../../_data/replicant-list.ts';
import { useReplicantActions, useReplicantDetails } from '../../../_data/use-replicants.ts';
import { useLive } from '../../../_live/live-provider.tsx';
import { useLiveSnapshot, type LiveSnapshot } from '../../../_live/use-live-snapshot.ts';
import { classNames } from '../../../_ui/class-names.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { TabPanel, Tabs, type Tab } from '../../../_ui/tabs.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { EditTab } from './edit-tab.tsx';
import { useEditSession } from './edit-sessions.ts';
import { FollowersTab } from './followers-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { ReplicantHeader } from './replicant-header.tsx';
import { paneTabs, type PaneTab } from './use-selection.ts';
import { useMayWrite } from './use-may-write.ts';
import { useUndoKeys } from './use-undo-keys.ts';
import { ValueTab } from './value-tab.tsx';

type PaneProps = { summary: ReplicantSummary; tab: PaneTab; choose: (tab: PaneTab) => void; back: () => void };

/** Everything about one replicant. */
export function ReplicantPane({ summary, tab, choose, back }: PaneProps) {
  const { replicants: texts } = useTexts();
  const id = useId();
  const live = useLiveSnapshot(summary.key, summary.declared, summary.revision);
  const details = useReplicantDetails(summary.key, { bytes: summary.bytes, often: tab === 'followers' });
  const actions = useReplicantActions(summary.key);
  const isStale = useLive().state === 'reconnecting';
  const mayWrite = useMayWrite(summary.key);
  const mayUndo = summary.kind !== 'stream' && mayWrite;
  const withKeys = takesUndoKeys(useEditSession(summary.key), tab === 'edit');
  useUndoKeys(actions, mayUndo && withKeys);
  return (
    <section
      aria-label={summary.key.name}
      className={classNames(
        'flex min-h-0 min-w-0 flex-col overflow-hidden rounded-lg border bg-s1',
        isStale ? 'border-dashed border-warn/60' : 'border-line',
      )}
    >
      <ReplicantHeader
        summary={summary}
        revision={live.snapshot?.revision ?? summary.revision}
        merge={details.data?.merge}
        actions={mayUndo ? actions : undefined}
        withKeys={withKeys}
        back={back}
      />
      {actions.refusal !== undefined && (
        <div className="px-3 pb-2">
          <Refusal reason={actions.refusal} />
        </div>
      )}
      <Tabs id={id} label={summary.key.name} tabs={useTabs(summary)} value={tab} onChange={choose} />
      <TabPanel
        id={id}
        value={tab}
        className={classNames('min-h-0 flex-1 outline-none', tab !== 'value' && 'overflow-y-auto p-3')}
      >
        {tab === 'followers' ? (
          <FollowersTab details={details} />
        ) : (
          <Known live={live} texts={texts.loadingValue}>
            {tab === 'value' && <ValueTab summary={summary} live={live} edit={() => choose('edit')} />}
            {tab === 'edit' && <EditTab summary={summary} live={live} schema={live.schema ?? details.data?.schema} />}
            {tab === 'history' && <HistoryTab summary={summary} live={live} actions={actions} />}
          </Known>
        )}
      </TabPanel>
    </section>
  );
}

function useTabs(summary: ReplicantSummary): Tab<PaneTab>[] {
  const { replicants: texts } = useTexts();
  const isUnsaved = hasUnsaved(useEditSession(summary.key));
  const notes: Partial<Record<PaneTab, React.ReactNode>> = {
    ...(isUnsaved && { edit: <Tag tone="warn">{texts.unsaved}</Tag> }),
    ...(summary.subscribers > 0 && {
      followers: (
        <span className="rounded-full bg-s3 px-1.5 text-xs leading-[18px] font-normal text-mute tabular-nums">
          {summary.subscribers}
        </span>
      ),
    }),
  };
  const mayWrite = useMayWrite(summary.key);
  return paneTabs
    .filter((value) => value !== 'edit' || mayWrite || isServerOwned(summary.key.namespace))
    .map((value) => ({ value, label: texts.tabs[value], note: notes[value] }));
}

/** Waits for the first value; says what keeps it away. */
function Known({ live, texts, children }: { live: LiveSnapshot; texts: string; children: React.ReactNode }) {
  if (live.snapshot) return children;
  if (live.problem !== undefined) {
    return (
      <div className="p-3">
        <Refusal reason={live.problem} />
      </div>
    );
  }
  return (
    <div role="status" className="grid gap-2 p-3">
      <span className="sr-only">{texts}</span>
      {[60, 45, 52, 30].map((width) => (
        <div key={width} className="shimmer h-5 rounded" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
