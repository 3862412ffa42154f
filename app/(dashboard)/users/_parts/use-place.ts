'use client';

import { useSearchParams } from 'next/navigation';

export const views = ['users', 'invites', 'restricted'] as const;
export type UsersPart = (typeof views)[number];

/** Which part of the page is looked at, and which user. It is in the address: a link leads there, and back goes back. */
export function usePlace() {
  const params = useSearchParams();
  return {
    view: views.find((view) => view === params.get('view')) ?? 'users',
    userId: params.get('user') ?? undefined,
    show: (view: UsersPart) => go(view === 'users' ? {} : { view }),
    choose: (userId: string) => go({ user: userId }),
    clear: () => go({}),
  };
}

function go(params: Record<string, string>): void {
  const search = new URLSearchParams(params).toString();
  history.pushState(null, '', search === '' ? location.pathname : `${location.pathname}?${search}`);
}
