import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Tone = 'air' | 'ready' | 'warn' | 'off';

const solid: Record<Tone, string> = {
  air: 'bg-air-tag text-white',
  ready: 'bg-ready-fill text-white',
  warn: 'bg-warn text-bg',
  off: 'bg-s3 text-mute',
};

/** A tally: one upper-case word on its colour. */
export function Tag({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
  return (
    <span
      className={classNames(
        'inline-block shrink-0 rounded px-2 text-xs leading-5 font-bold tracking-[0.05em] uppercase',
        solid[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

const dots: Record<Tone, string> = { air: 'bg-air', ready: 'bg-ready', warn: 'bg-warn', off: 'border-2 border-edge' };

/** A lamp beside a word that says the same. */
export function Dot({ tone, className }: { tone: Tone; className?: string }) {
  return <i aria-hidden className={classNames('inline-block size-2 shrink-0 rounded-full', dots[tone], className)} />;
}
