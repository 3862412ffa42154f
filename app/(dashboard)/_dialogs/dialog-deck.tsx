'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { dialogsOf } from '../../_data/dialogs.ts';
import { useBundles } from '../../_data/use-show.ts';
import { useIsBrowser } from '../../_ui/use-is-browser.ts';
import { useDomOrder } from '../_panels/use-dom-order.ts';
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
  const isBrowser = useIsBrowser();
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
