import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';

export type ButtonTone = 'plain' | 'primary' | 'ready' | 'air' | 'bare';

const tones: Record<ButtonTone, string> = {
  plain: 'border-line bg-s2 text-text hover:border-edge hover:bg-s3',
  primary: 'border-act-line bg-act text-white hover:brightness-115',
  ready: 'border-ready-fill bg-ready-fill text-white hover:brightness-115',
  air: 'border-air-fill bg-air-fill text-white hover:brightness-115',
  bare: 'border-transparent text-mute hover:bg-s3 hover:text-text',
};

/** The look of a button, for links that act like one. 32 px, 44 px under a finger. */
export function buttonClass(tone: ButtonTone = 'plain', className?: string): string {
  return classNames(
    'inline-flex h-8 shrink-0 items-center justify-center gap-2 rounded-[7px] border px-3 text-sm font-semibold whitespace-nowrap select-none pointer-coarse:h-11',
    'disabled:cursor-not-allowed disabled:opacity-45 disabled:hover:brightness-100 motion-safe:transition-colors',
    tones[tone],
    className,
  );
}

type ButtonProps = ComponentProps<'button'> & { tone?: ButtonTone; icon?: ReactNode; keys?: string };

/** A button that says what it does. `keys` are shown on it. */
export function Button({ tone = 'plain', icon, keys, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" aria-keyshortcuts={keys} {...rest} className={buttonClass(tone, className)}>
      {icon}
      {children}
      {keys && <Kbd keys={keys} />}
    </button>
  );
}
