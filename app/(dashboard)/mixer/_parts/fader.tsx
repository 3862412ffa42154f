'use client';

import { useState, type CSSProperties, type KeyboardEvent } from 'react';
import type { FaderState } from '../../../_data/mixer.ts';
import { classNames } from '../../../_ui/class-names.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import type { Hand } from './use-hand.ts';
import { useCanMove } from './use-can-move.ts';

type FaderProps = { strip: FaderState; name: string; hand: Hand; className?: string };

/** A fader with its number. While somebody here moves it, it shows where they hold it; else it follows everybody. */
export function Fader({ strip, name, hand: { held, moving }, className }: FaderProps) {
  const { mixer: texts } = useTexts();
  const canAct = useCanMove(strip.target);
  const level = held ?? strip.level;
  const isMuted = strip.returnsTo !== undefined && held === undefined;
  // A muted fader stands at 0 and shows how far it comes back.
  const style = {
    '--level': `${isMuted ? strip.returnsTo : level}%`,
    '--fill': isMuted ? 'color-mix(in srgb, var(--warn) 40%, transparent)' : 'var(--link)',
  } as CSSProperties;
  return (
    <span className={classNames('flex min-w-0 items-center gap-3', className)}>
      <input
        type="range"
        min={0}
        max={100}
        step={1}
        value={Math.round(level)}
        disabled={!canAct}
        aria-label={texts.faderOf(name)}
        aria-valuetext={isMuted ? texts.mutedReturnsTo(Math.round(strip.returnsTo ?? 0)) : texts.percent(Math.round(level))}
        style={style}
        onPointerDown={() => moving?.hold()}
        onPointerUp={() => moving?.release()}
        onPointerCancel={() => moving?.release()}
        onLostPointerCapture={() => moving?.release()}
        onChange={(event) => moving?.move(event.target.valueAsNumber)}
        className="fader min-w-0 flex-1"
      />
      <LevelBox level={level} name={name} disabled={!canAct} onLevel={(next) => moving?.move(next)} />
    </span>
  );
}

type LevelBoxProps = { level: number; name: string; disabled: boolean; onLevel: (level: number) => void };

/** Typed digits count when they are finished: on the way to 80 nobody may hear 8. */
function LevelBox({ level, name, disabled, onLevel }: LevelBoxProps) {
  const { mixer: texts } = useTexts();
  const [typed, setTyped] = useState<string>();
  const finish = () => {
    const wanted = Number(typed?.replace(',', '.'));
    if (typed !== undefined && typed.trim() !== '' && Number.isFinite(wanted)) onLevel(clamp(wanted));
    setTyped(undefined);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (event.key === 'Enter') finish();
    if (event.key === 'Escape') setTyped(undefined);
    if (step === undefined) return;
    event.preventDefault();
    setTyped(undefined);
    onLevel(clamp(Math.round(level) + step));
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      value={typed ?? String(Math.round(level))}
      disabled={disabled}
      aria-label={texts.levelOf(name)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={onKeyDown}
      className="h-8 w-12 shrink-0 rounded-[7px] border border-line bg-bg text-center text-sm tabular-nums disabled:opacity-45 pointer-coarse:h-11 pointer-coarse:w-14 pointer-coarse:text-lg"
    />
  );
}

function clamp(level: number): number {
  return Math.min(100, Math.max(0, level));
}
