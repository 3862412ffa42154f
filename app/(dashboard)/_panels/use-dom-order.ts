'use client';

import { useState } from 'react';
import type { PanelRef } from '../../_data/workspaces.ts';
import { keepDomOrder } from './dom-order.ts';

/** The panels in the order in which they stand in the document; see {@link keepDomOrder}. */
export function useDomOrder(panels: PanelRef[]): PanelRef[] {
  const [order, setOrder] = useState<string[]>([]);
  const next = keepDomOrder(
    order,
    panels.map(({ id }) => id),
  );
  if (next.length !== order.length || next.some((id, index) => id !== order[index])) setOrder(next);
  const byId = new Map(panels.map((panel) => [panel.id, panel]));
  return next.flatMap((id) => byId.get(id) ?? []);
}
