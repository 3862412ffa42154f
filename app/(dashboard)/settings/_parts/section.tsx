import type { ReactNode } from 'react';

/** One subject of the page. */
export function Section(props: { id: string; title: string; text?: string; actions?: ReactNode; children: ReactNode }) {
  const { id, title, text, actions, children } = props;
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-4 rounded-lg border border-line bg-s1 p-3.5">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <h2 id={`${id}-title`} className="text-lg font-semibold">
          {title}
        </h2>
        {actions}
      </div>
      {text !== undefined && <p className="mt-1 max-w-[70ch] text-sm text-mute">{text}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}
