'use client';

import { memo, type KeyboardEvent } from 'react';
import { isSameJson } from '#contract/same-json';
import type { CueStrip } from '../../../_data/mixer.ts';
import { classNames } from '../../../_ui/class-names.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Fader } from './fader.tsx';
import { HeardAt, PreviewButton, PreviewNote, usePreviewState } from './heard.tsx';
import { MuteButton } from './mute-button.tsx';
import type { Preview } from './preview.ts';
import { SourcePicker } from './source-picker.tsx';
import { MutedTag } from './strip.tsx';
import { isStripKey, useHand } from './use-hand.ts';

type CueRowProps = { bundle: string; cue: CueStrip; preview: Preview };

/** One cue: mute, name, sound, fader, and how it sounds. `M` mutes it, `P` lets one listen to it here. */
export const CueRow = memo(function CueRow({ bundle, cue, preview }: CueRowProps) {
  const hand = useHand(cue);
  const isPlaying = usePreviewState(cue, preview) === 'playing';
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isStripKey(event, 'p')) event.currentTarget.querySelector<HTMLButtonElement>('[data-preview]')?.click();
    else hand.onKeyDown(event);
  };
  return (
    <li
      aria-label={cue.name}
      onKeyDown={onKeyDown}
      className={classNames(
        'grid min-h-[52px] items-center gap-x-3 gap-y-1 border-t border-line px-3 py-1.5 max-md:grid-cols-[auto_minmax(0,1fr)_auto]',
        'md:grid-cols-[auto_minmax(0,13rem)_minmax(0,13rem)_minmax(0,1fr)_3.25rem_auto]',
        '[contain-intrinsic-size:auto_52px] [content-visibility:auto]',
        isPlaying && 'bg-s2 shadow-[inset_3px_0_0_var(--link)]',
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
        <PreviewNote cue={cue} preview={preview} />
      </span>
      <span className="flex min-w-0 max-md:col-span-3 max-md:row-start-2">
        {cue.assignable ? <SourcePicker bundle={bundle} cue={cue} /> : <FixedSound cue={cue} />}
      </span>
      <Fader strip={cue} name={cue.name} hand={hand} className="max-md:col-span-3 max-md:row-start-3" />
      <HeardAt cue={cue} />
      <PreviewButton cue={cue} preview={preview} />
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
      {cue.file?.base ?? texts.noSound}
    </span>
  );
}
