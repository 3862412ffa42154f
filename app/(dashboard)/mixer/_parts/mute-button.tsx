'use client';

import { Volume2, VolumeX } from 'lucide-react';
import type { FaderState } from '../../../_data/mixer.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import type { Hand } from './use-hand.ts';
import { useCanMove } from './use-can-move.ts';

/** Silences a fader everywhere and brings it back to its level. A fader that is at 0 has nothing to come back to. */
export function MuteButton({ strip, name, hand }: { strip: FaderState; name: string; hand: Hand }) {
  const { mixer: texts } = useTexts();
  const canAct = useCanMove(strip.target);
  const isMuted = strip.returnsTo !== undefined;
  const Icon = strip.level === 0 ? VolumeX : Volume2;
  return (
    <IconButton
      label={isMuted ? texts.unmute(name, Math.round(strip.returnsTo ?? 0)) : texts.mute(name)}
      keys="M"
      icon={<Icon size={17} aria-hidden />}
      aria-pressed={isMuted}
      disabled={!canAct || (strip.level === 0 && !isMuted)}
      onClick={hand.toggleMute}
      className={isMuted ? 'bg-warn-soft text-warn hover:text-warn' : ''}
    />
  );
}
