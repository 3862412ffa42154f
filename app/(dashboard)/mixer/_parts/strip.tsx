'use client';

import type { KeyboardEvent, ReactNode } from 'react';
import type { FaderState } from '../../../_data/mixer.ts';
import { toggleMute } from '../../../_data/use-mixer.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Fader } from './fader.tsx';
import { MuteButton } from './mute-button.tsx';

type StripProps = { strip: FaderState; name: string; title: ReactNode; className?: string; titleClass?: string };

/** Mute, name and fader of the master or a bundle. `M` on any of it mutes. */
export function Strip({ strip, name, title, className = '', titleClass = 'w-52' }: StripProps) {
  return (
    <div onKeyDown={useMuteKey(strip)} className={`flex flex-wrap items-center gap-x-3 gap-y-1 ${className}`}>
      <MuteButton strip={strip} name={name} />
      <span className={`flex min-w-0 items-center gap-2 max-md:flex-1 ${titleClass}`}>
        {title}
        <MutedTag strip={strip} />
      </span>
      <Fader strip={strip} name={name} className="flex-1 max-md:basis-full" />
    </div>
  );
}

export function MutedTag({ strip }: { strip: FaderState }) {
  const { mixer: texts } = useTexts();
  return strip.returnsTo !== undefined && <Tag tone="warn">{texts.muted}</Tag>;
}

/** `M` anywhere on a strip, but where one types or chooses. */
export function useMuteKey(strip: FaderState): (event: KeyboardEvent<HTMLElement>) => void {
  const canAct = useCanAct();
  return (event) => {
    if (!isStripKey(event, 'm') || !canAct) return;
    event.stopPropagation();
    if (strip.level > 0 || strip.returnsTo !== undefined) toggleMute(strip);
  };
}

/** Typing in a box, choosing in a list and held modifiers mean something else. */
export function isStripKey({ key, target, ctrlKey, metaKey, altKey, repeat }: KeyboardEvent, wanted: string): boolean {
  const isTyping = target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== 'range');
  return key.toLowerCase() === wanted && !isTyping && !ctrlKey && !metaKey && !altKey && !repeat;
}
