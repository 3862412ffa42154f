'use client';

import { Play, Square } from 'lucide-react';
import { memo, useEffect, useSyncExternalStore, type KeyboardEvent } from 'react';
import { isSameJson } from '#contract/same-json';
import type { CueStrip } from '../../../_data/mixer.ts';
import { classNames } from '../../../_ui/class-names.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Fader } from './fader.tsx';
import { MuteButton } from './mute-button.tsx';
import type { Preview } from './preview.ts';
import { SourcePicker } from './source-picker.tsx';
import { MutedTag } from './strip.tsx';
import { isStripKey, useHand } from './use-hand.ts';

type CueRowProps = { bundle: string; cue: CueStrip; preview: Preview };

/** One cue: mute, name, sound, fader, and how it sounds. `M` mutes it, `P` lets one listen to it here. */
export const CueRow = memo(function CueRow({ bundle, cue, preview }: CueRowProps) {
  const { mixer: texts } = useTexts();
  const heard = useCuePreview(cue, preview);
  const hand = useHand(cue);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isStripKey(event, 'p')) heard.toggle();
    else hand.onKeyDown(event);
  };
  return (
    <li
      aria-label={cue.name}
      onKeyDown={onKeyDown}
      className={classNames(
        'grid min-h-[52px] items-center gap-x-3 gap-y-1 border-t border-line px-3 py-1.5 max-md:grid-cols-[auto_minmax(0,1fr)_auto]',
        'md:grid-cols-[auto_minmax(0,13rem)_minmax(0,13rem)_minmax(0,1fr)_3.25rem_auto]',
        heard.isPlaying && 'bg-s2 shadow-[inset_3px_0_0_var(--link)]',
      )}
    >
      <MuteButton strip={cue} name={cue.name} hand={hand} />
      <span className="grid min-w-0">
        <span className="flex min-w-0 items-center gap-2">
          <span dir="auto" title={cue.name} className="truncate font-medium">
            {cue.name}
          </span>
          <MutedTag strip={cue} />
        </span>
        {heard.note !== undefined && (
          <span role="status" className={classNames('text-xs leading-4', heard.isPlaying ? 'text-link' : 'text-warn')}>
            {heard.note}
          </span>
        )}
      </span>
      <span className="flex min-w-0 max-md:col-span-3 max-md:row-start-2">
        {cue.assignable ? <SourcePicker bundle={bundle} cue={cue} /> : <FixedSound cue={cue} />}
      </span>
      <Fader strip={cue} name={cue.name} hand={hand} className="max-md:col-span-3 max-md:row-start-3" />
      <span title={texts.heardAt} className="text-right text-sm whitespace-nowrap text-mute tabular-nums max-md:hidden">
        {cue.file && texts.percent(Math.round(cue.heardAt))}
      </span>
      <IconButton
        label={heard.isPlaying ? texts.stop(cue.name) : heard.label}
        keys="P"
        icon={heard.isPlaying ? <Square size={15} aria-hidden className="fill-current" /> : <Play size={16} aria-hidden />}
        aria-pressed={heard.isPlaying}
        disabled={!heard.isPossible && !heard.isPlaying}
        onClick={heard.toggle}
        className="max-md:col-start-3 max-md:row-start-1"
      />
    </li>
  );
}, isSameRow);

/** One fader's move draws one row, not all of a big show. */
function isSameRow(before: CueRowProps, after: CueRowProps): boolean {
  return before.bundle === after.bundle && before.preview === after.preview && isSameJson(before.cue, after.cue);
}

/** A cue that only its author decides. */
function FixedSound({ cue }: { cue: CueStrip }) {
  const { mixer: texts } = useTexts();
  return (
    <span dir="auto" title={cue.file?.base} className="truncate text-sm text-mute">
      {cue.file ? texts.fixedSound(cue.file.base) : texts.noSound}
    </span>
  );
}

function useCuePreview({ id, name, file, heardAt }: CueStrip, preview: Preview) {
  const { mixer: texts } = useTexts();
  const state = useSyncExternalStore(
    preview.subscribe,
    () => (preview.get()?.id === id ? preview.get()?.state : undefined),
    () => undefined,
  );
  const isPlaying = state === 'playing';
  useEffect(() => {
    if (isPlaying) preview.setLevel(heardAt);
  }, [isPlaying, heardAt, preview]);
  const isPossible = file !== undefined && heardAt > 0;
  const url = file && `${file.url}?sum=${file.sum}`;
  return {
    isPlaying,
    isPossible,
    label: !file ? texts.nothingToPreview(name) : heardAt > 0 ? texts.preview(name) : texts.silent(name),
    note: isPlaying
      ? texts.previewing(Math.round(heardAt))
      : state === 'blocked'
        ? texts.blocked
        : state === 'failed'
          ? texts.failed(file?.base ?? name)
          : undefined,
    toggle() {
      if (isPlaying) preview.stop();
      else if (isPossible && url !== undefined) preview.play(id, url, heardAt);
    },
  };
}
