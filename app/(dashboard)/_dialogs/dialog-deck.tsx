'use client';

import { useMemo, useState, useSyncExternalStore } from 'react';
import { dialogsOf } from '../../_data/dialogs.ts';
import { useBundles } from '../../_data/use-show.ts';
import type { PanelRef } from '../../_data/workspaces.ts';
import { keepDomOrder } from '../_panels/dom-order.ts';
import { BundleDialog } from './bundle-dialog.tsx';
import { defineElements } from './define-elements.ts';
import { followOpenDialogs, openDialogs, type Stacked } from './dialog-stack.ts';
import './dialogs.css';

defineElements();

const noDialogs: readonly Stacked[] = [];

/**
 * One element for each dialog of every bundle, whether anybody ever opens it: `nodecg.getDialog()` looks here. They stay while
 * somebody goes from page to page, with what was typed into them. In the browser only, drawn together with the panels, so that a
 * panel's first script finds them.
 */
export function DialogDeck() {
  const isBrowser = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  const { data } = useBundles();
  const dialogs = useDomOrder(useMemo(() => dialogsOf(data ?? []), [data]));
  if (!isBrowser) return null;
  return (
    <ncg-dashboard>
      <Backdrop />
      <div id="dialogs">
        {dialogs.map((dialog) => (
          <BundleDialog key={dialog.id} panelRef={dialog} />
        ))}
      </div>
    </ncg-dashboard>
  );
}

/** Under the topmost dialog. A click on it dismisses that one. */
function Backdrop() {
  const top = useSyncExternalStore(followOpenDialogs, openDialogs, () => noDialogs).at(-1);
  if (!top) return null;
  return <div data-dialog-backdrop style={{ zIndex: Number(top.style.zIndex) - 1 }} onClick={() => top.cancel()} />;
}

function useDomOrder(dialogs: PanelRef[]): PanelRef[] {
  const [order, setOrder] = useState<string[]>([]);
  const next = keepDomOrder(
    order,
    dialogs.map(({ id }) => id),
  );
  if (next.length !== order.length || next.some((id, index) => id !== order[index])) setOrder(next);
  const byId = new Map(dialogs.map((dialog) => [dialog.id, dialog]));
  return next.flatMap((id) => byId.get(id) ?? []);
}
