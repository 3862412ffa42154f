import type { ReactNode } from 'react';

type EmptyStateProps = { icon: ReactNode; title: string; text: string; children?: ReactNode; live?: boolean };

/** What a place is for when it has nothing to show, and the one thing to do about it. */
export function EmptyState({ icon, title, text, children, live = false }: EmptyStateProps) {
  return (
    <div
      role={live ? 'status' : undefined}
      className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-[min(14vh,120px)] text-center"
    >
      <span aria-hidden className="grid size-12 place-items-center rounded-xl border border-line bg-s1 text-mute">
        {icon}
      </span>
      <h2 dir="auto" className="text-lg font-semibold text-balance [overflow-wrap:anywhere]">
        {title}
      </h2>
      <p className="text-mute text-pretty">{text}</p>
      {children && <div className="mt-1 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}
