import { classNames } from './class-names.ts';

/** The keys of an action, as they are pressed: `Ctrl K`, `G G`. Decoration for the eye; `aria-keyshortcuts` says it to others. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd
      aria-hidden
      className={classNames(
        'rounded border border-current/25 px-1.5 font-sans text-xs leading-[18px] font-medium whitespace-nowrap opacity-80 max-md:hidden pointer-coarse:hidden',
        className,
      )}
    >
      {keys}
    </kbd>
  );
}
