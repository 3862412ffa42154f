import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

const look =
  'h-8 w-full min-w-0 rounded-[7px] border border-line bg-bg px-2.5 text-sm text-text placeholder:text-faint disabled:opacity-45 pointer-coarse:h-11 pointer-coarse:text-lg';

/** A label above what it names. */
export function Labelled(props: { id: string; label: string; hint?: ReactNode; className?: string; children: ReactNode }) {
  const { id, label, hint, className, children } = props;
  return (
    <div className={classNames('grid min-w-0 content-start gap-1', className)}>
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-xs text-mute">
          {hint}
        </p>
      )}
    </div>
  );
}

/** One line of text. */
export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input dir="auto" {...rest} className={classNames(look, className)} />;
}
