'use client';

import { useSearchParams } from 'next/navigation';
import { readAuditView, showAuditView, type AuditView } from '../../../_data/audit-filter.ts';

/** What is looked at is in the address: a link leads there, and back goes back. */
export function useAuditView(): { view: AuditView; change: (part: Partial<AuditView>) => void; clear: () => void } {
  const view = readAuditView(useSearchParams());
  const go = (next: AuditView) => history.replaceState(null, '', `${location.pathname}${showAuditView(next)}`);
  return {
    view,
    change: (part) => go({ ...view, ...part }),
    clear: () => history.replaceState(null, '', location.pathname),
  };
}
