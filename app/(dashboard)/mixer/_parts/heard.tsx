'use client';

import { Play, Square } from 'lucide-react';
import { createContext, memo, useCallback, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { CueStrip } from '../../../_data/mixer.ts';
import { classNames } from '../../../_ui/class-names.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import type { Preview, PreviewState } from './preview.ts';

/** How much of its cues' levels is heard: master × bundle. Followed by the leaves only, so that one big fader doesn't draw every row. */
export const ShareContext = createContext(1);

type CueProps = { cue: CueStrip; preview: Preview };

/** Whether this dashboard plays the cue. */
export function usePreviewState({ id }: CueStrip, preview: Preview): NonNullable<PreviewState>['state'] | undefined {
  const read = () => (preview.get()?.id === id ? preview.get()?.state : undefined);
  return useSyncExternalStore(preview.subscribe, read, () => undefined);
}

function useHeardAt({ level }: CueStrip): number {
  return level * useContext(ShareContext);
}

/** What is heard of a cue, in percent. */
export function HeardAt({ cue }: { cue: CueStrip }) {
  const { mixer: texts } = useTexts();
  const heardAt = useHeardAt(cue);
  return (
    <span title={texts.heardAt} className="text-right text-sm whitespace-nowrap text-mute tabular-nums max-md:hidden">
      {cue.file && texts.percent(Math.round(heardAt))}
    </span>
  );
}

/** Says that, and how loud, this dashboard plays the cue, or why it can't. */
export function PreviewNote({ cue, preview }: CueProps) {
  const { mixer: texts } = useTexts();
  const heardAt = useHeardAt(cue);
  const state = usePreviewState(cue, preview);
  const isPlaying = state === 'playing';
  useEffect(() => {
    if (isPlaying) preview.setLevel(heardAt);
  }, [isPlaying, heardAt, preview]);
  if (state === undefined) return null;
  const words = {
    playing: texts.previewing(Math.round(heardAt)),
    blocked: texts.blocked,
    failed: texts.failed(cue.file?.base ?? cue.name),
  };
  return (
    <span role="status" className={classNames('text-xs leading-4', isPlaying ? 'text-link' : 'text-warn')}>
      {words[state]}
    </span>
  );
}

/** Plays the cue here, at the level that pages would have; again stops it. */
export function PreviewButton({ cue, preview }: CueProps) {
  const { mixer: texts } = useTexts();
  const heardAt = useHeardAt(cue);
  const isPlaying = usePreviewState(cue, preview) === 'playing';
  const latest = useRef({ cue, heardAt });
  useEffect(() => {
    latest.current = { cue, heardAt };
  });
  const toggle = useCallback(() => {
    const { cue: now, heardAt: level } = latest.current;
    if (preview.get()?.id === now.id && preview.get()?.state === 'playing') preview.stop();
    else if (now.file) preview.play(now.id, `${now.file.url}?sum=${now.file.sum}`, level);
  }, [preview]);
  const isSilent = heardAt === 0;
  const idle = !cue.file ? texts.nothingToPreview(cue.name) : isSilent ? texts.silent(cue.name) : texts.preview(cue.name);
  return (
    <Toggle
      label={isPlaying ? texts.stop(cue.name) : idle}
      isPlaying={isPlaying}
      disabled={!isPlaying && (!cue.file || isSilent)}
      toggle={toggle}
    />
  );
}

type ToggleProps = { label: string; isPlaying: boolean; disabled: boolean; toggle: () => void };

const Toggle = memo(function Toggle({ label, isPlaying, disabled, toggle }: ToggleProps) {
  return (
    <IconButton
      label={label}
      keys="P"
      data-preview
      icon={isPlaying ? <Square size={15} aria-hidden className="fill-current" /> : <Play size={16} aria-hidden />}
      aria-pressed={isPlaying}
      disabled={disabled}
      onClick={toggle}
      className="max-md:col-start-3 max-md:row-start-1"
    />
  );
});
