'use client';

import type { AccessAction } from '#contract/access';
import type { NamedResource } from '../_data/access.ts';
import { useCanAct } from './live-provider.tsx';
import { useMay } from './viewer-context.ts';

/** Whether a control works: there is a connection, and who looks may do what it does. */
export function useCanDo(action: AccessAction, resource?: NamedResource): boolean {
  const may = useMay();
  return useCanAct() && may(action, resource);
}
