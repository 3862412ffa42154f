'use client';

import { useEffect, useEffectEvent, useState, type KeyboardEvent } from 'react';
import type { FaderState } from '../../../_data/mixer.ts';
import { setLevel, toggleMute } from '../../../_data/use-mixer.ts';
import { createMovingLevel, type MovingLevel } from './moving-level.ts';
import { useCanMove } from './use-can-move.ts';

/** What somebody here does with a fader. `held`: where they hold it, while they do. */
export type Hand = {
  held: number | undefined;
  moving: MovingLevel | undefined;
  toggleMute(): void;
  /** `M` anywhere on a strip, but where one types or chooses. */
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
};

/** One for each strip: moves and mute follow each other in the order in which they are made. */
export function useHand(strip: FaderState): Hand {
  const canAct = useCanMove(strip.target);
  const [held, setHeld] = useState<number>();
  const [moving, setMoving] = useState<MovingLevel>();
  const send = useEffectEvent((level: number) => setLevel(strip.target, level));
  useEffect(() => {
    const made = createMovingLevel({ send: (level) => send(level), show: setHeld });
    setMoving(made);
    // A window that loses the pointer doesn't say so.
    addEventListener('blur', made.release);
    return () => {
      removeEventListener('blur', made.release);
      made.finish();
    };
  }, []);
  const mute = () => {
    // A level comes back from the server before it is the strip's.
    const level = held ?? strip.level;
    moving?.finish();
    toggleMute(strip, level);
  };
  return {
    held,
    moving,
    toggleMute: mute,
    onKeyDown(event) {
      if (canAct && isStripKey(event, 'm')) mute();
    },
  };
}

/** Typing in a box, choosing in a list and held modifiers mean something else. */
export function isStripKey({ key, target, ctrlKey, metaKey, altKey, repeat }: KeyboardEvent, wanted: string): boolean {
  const isTyping = target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== 'range');
  return key.toLowerCase() === wanted && !isTyping && !ctrlKey && !metaKey && !altKey && !repeat;
}
