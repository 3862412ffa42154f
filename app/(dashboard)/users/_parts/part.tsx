import { useId, type ReactNode } from 'react';

/** One subject of a user. */
export function Part(props: { title: string; text?: string; actions?: ReactNode; children: ReactNode }) {
  const { title, text, actions, children } = props;
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid max-w-[900px] min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h3 id={id} className="text-base font-semibold">
          {title}
        </h3>
        {actions}
      </div>
      {text !== undefined && <p className="-mt-1 max-w-[70ch] text-sm text-mute">{text}</p>}
      {children}
    </section>
  );
}
