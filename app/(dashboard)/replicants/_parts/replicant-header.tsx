'use client';

import { ArrowLeft, Redo2, Undo2 } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { ReplicantSummary } from '#contract/inspect';
import type { MergeStrategy } from '#contract/replicant';
import { formatAgo, formatRate, formatSize } from '../../../_data/amounts.ts';
import { isServerOwned } from '../../../_data/replicant-list.ts';
import type { useReplicantActions } from '../../../_data/use-replicants.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { useActorName } from './use-actor-name.ts';

type Actions = ReturnType<typeof useReplicantActions>;
type HeaderProps = {
  summary: ReplicantSummary;
  revision: number;
  merge: MergeStrategy | undefined;
  /** Undefined where nothing can be taken back. */
  actions: Actions | undefined;
  /** Whether the undo keys are for it now. */
  withKeys: boolean;
  back: () => void;
};

/** Which replicant this is, what it is, and the way back from the last change. */
export function ReplicantHeader({ summary, revision, merge, actions, withKeys, back }: HeaderProps) {
  const { replicants: texts } = useTexts();
  const { key, kind } = summary;
  const hint = isServerOwned(key.namespace) ? texts.serverOwned : summary.declared ? texts.kindHints[kind] : texts.undeclaredHint;
  return (
    <div className="grid shrink-0 gap-1 p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="flex min-w-0 flex-1 basis-64 items-center gap-2">
          <IconButton
            label={texts.back}
            onClick={back}
            icon={<ArrowLeft size={17} aria-hidden />}
            className="-ml-1.5 lg:hidden"
          />
          <h2 className="flex min-w-0 flex-1 items-baseline gap-x-2 max-sm:flex-col">
            <bdi title={key.name} className="max-w-full min-w-0 truncate text-lg font-semibold">
              {key.name}
            </bdi>
            <bdi title={key.namespace} className="max-w-full min-w-0 truncate text-sm font-normal text-mute">
              {key.namespace}
            </bdi>
          </h2>
          <StaleTag />
        </span>
        {actions && <UndoRedo actions={actions} withKeys={withKeys} />}
      </div>
      <Facts summary={summary} revision={revision} merge={merge} />
      {hint !== '' && <p className="text-sm text-mute">{hint}</p>}
    </div>
  );
}

function UndoRedo({ actions, withKeys }: { actions: Actions; withKeys: boolean }) {
  const { replicants: texts } = useTexts();
  const disabled = !useCanAct() || actions.pending;
  const isMac = useSyncExternalStore(
    () => () => undefined,
    () => /Mac|iP(hone|ad)/.test(navigator.platform),
    () => false,
  );
  return (
    <span className="flex gap-2">
      <Button
        disabled={disabled}
        title={texts.undoHint}
        {...(withKeys && { keys: isMac ? '⌘Z' : 'Ctrl Z', 'aria-keyshortcuts': 'Control+Z Meta+Z' })}
        icon={<Undo2 size={15} aria-hidden />}
        onClick={actions.undo}
      >
        {texts.undo}
      </Button>
      <Button
        disabled={disabled}
        {...(withKeys && { keys: isMac ? '⇧⌘Z' : 'Ctrl ⇧ Z', 'aria-keyshortcuts': 'Control+Shift+Z Meta+Shift+Z' })}
        icon={<Redo2 size={15} aria-hidden />}
        onClick={actions.redo}
      >
        {texts.redo}
      </Button>
    </span>
  );
}

function Facts({ summary, revision, merge }: Pick<HeaderProps, 'summary' | 'revision' | 'merge'>) {
  const { replicants: texts } = useTexts();
  const rate = formatRate(summary.changesPerSecond);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm text-mute tabular-nums">
      {summary.kind !== 'value' && <Tag tone="off">{texts.kinds[summary.kind]}</Tag>}
      <span>{texts.revision(revision)}</span>
      <span>{formatSize(summary.bytes)}</span>
      <span title={summary.persistent ? undefined : texts.notStoredHint}>
        {summary.persistent ? texts.stored : texts.notStored}
      </span>
      {rate !== '' && <span>{`${rate} · ${formatSize(summary.bytesPerSecond)}/s`}</span>}
      {merge && (
        <span>
          {texts.mergeLabel}: {texts.merges[merge]}
        </span>
      )}
      <LastChange summary={summary} />
    </p>
  );
}

function LastChange({ summary: { lastChange } }: { summary: ReplicantSummary }) {
  const { replicants: texts } = useTexts();
  const now = useNow();
  const nameOf = useActorName();
  if (!lastChange || now === 0) return null;
  const age = formatAgo(now - lastChange.at);
  return (
    <span>
      <bdi>{nameOf(lastChange.actor)}</bdi>, {age === '' ? texts.now : texts.ago(age)}
    </span>
  );
}
