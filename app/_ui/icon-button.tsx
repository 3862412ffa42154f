import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

const look = (className?: string) =>
  classNames(
    'grid size-8 shrink-0 place-items-center rounded-md text-mute hover:bg-s3 hover:text-text pointer-coarse:size-11',
    'disabled:cursor-not-allowed disabled:opacity-40 disabled:hover:bg-transparent',
    className,
  );

type Named = { label: string; keys?: string; icon: ReactNode };

/** A square button with an icon. `label` is its name for everyone: as a tooltip and for screen readers. */
export function IconButton({ label, keys, icon, className, ...rest }: Named & Omit<ComponentProps<'button'>, 'children'>) {
  return (
    <Tooltip label={label} keys={keys}>
      <button type="button" aria-label={label} aria-keyshortcuts={keys} {...rest} className={look(className)}>
        {icon}
      </button>
    </Tooltip>
  );
}

/** The same for an address. */
export function IconLink({ label, keys, icon, className, ...rest }: Named & Omit<ComponentProps<'a'>, 'children'>) {
  return (
    <Tooltip label={label} keys={keys}>
      <a aria-label={label} aria-keyshortcuts={keys} {...rest} className={look(className)}>
        {icon}
      </a>
    </Tooltip>
  );
}
