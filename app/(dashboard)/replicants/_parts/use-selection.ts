'use client';

import { useSearchParams } from 'next/navigation';
import type { ReplicantKey } from '#contract/replicant';

export const paneTabs = ['value', 'edit', 'history', 'followers'] as const;
export type PaneTab = (typeof paneTabs)[number];

/** Which replicant is looked at, and which part of it. It is in the address: a link leads there, and back goes back. */
export function useSelection() {
  const params = useSearchParams();
  const [namespace, name] = [params.get('namespace'), params.get('name')];
  const selected: ReplicantKey | undefined = namespace && name ? { namespace, name } : undefined;
  const tab = paneTabs.find((known) => known === params.get('tab')) ?? 'value';
  return {
    selected,
    tab,
    /** `passing`: on the way through the list, which is no step to go back to. */
    select: (key: ReplicantKey, { passing = false } = {}) => go({ ...key, ...(tab !== 'value' && { tab }) }, passing),
    choose: (next: PaneTab) => selected && go({ ...selected, ...(next !== 'value' && { tab: next }) }, true),
    clear: () => go({}, false),
  };
}

function go(params: Record<string, string>, replaces: boolean): void {
  const search = new URLSearchParams(params).toString();
  const address = search === '' ? location.pathname : `${location.pathname}?${search}`;
  if (replaces) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
}
