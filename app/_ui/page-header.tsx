import type { ReactNode } from 'react';

/** A page's name on the left, what narrows it beside, what acts on all of it on the right. */
export function PageHeader({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="mb-3.5 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
      <h1 dir="auto" className="min-w-0 truncate text-xl font-semibold" title={title}>
        {title}
      </h1>
      {children}
      {actions && <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0 max-sm:w-full">{actions}</div>}
    </div>
  );
}
