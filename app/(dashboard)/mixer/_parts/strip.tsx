'use client';

import type { ReactNode } from 'react';
import type { FaderState } from '../../../_data/mixer.ts';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Fader } from './fader.tsx';
import { MuteButton } from './mute-button.tsx';
import { useHand } from './use-hand.ts';

type StripProps = { strip: FaderState; name: string; title: ReactNode };

/** Mute, name and fader of the master or a bundle. `M` on any of it mutes. */
export function Strip({ strip, name, title }: StripProps) {
  const hand = useHand(strip);
  return (
    <div onKeyDown={hand.onKeyDown} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <MuteButton strip={strip} name={name} hand={hand} />
      <span className="flex w-52 min-w-0 items-center gap-2 max-md:flex-1">
        {title}
        <MutedTag strip={strip} />
      </span>
      <Fader strip={strip} name={name} hand={hand} className="flex-1 max-md:basis-full" />
    </div>
  );
}

export function MutedTag({ strip }: { strip: FaderState }) {
  const { mixer: texts } = useTexts();
  return strip.returnsTo !== undefined && <Tag tone="warn">{texts.muted}</Tag>;
}
