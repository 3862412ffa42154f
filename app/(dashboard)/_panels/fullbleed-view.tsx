'use client';

import { Unplug } from 'lucide-react';
import Link from 'next/link';
import { useBundles, usePlaces } from '../../_data/use-show.ts';
import { firstPlace, type PanelRef } from '../../_data/workspaces.ts';
import { useLive } from '../../_live/live-provider.tsx';
import { buttonClass } from '../../_ui/button.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { LoadFailed } from '../_shell/load-failed.tsx';
import { PanelBody } from './panel-body.tsx';
import { PanelHeader } from './panel-header.tsx';
import { ScriptError } from './script-error.tsx';
import { usePanelFrame } from './use-panel-frame.ts';

/** A panel that wants all the room: it scrolls by itself. */
export function FullbleedView({ bundle, panel }: { bundle: string; panel: string }) {
  const { workspace: texts } = useTexts();
  const { data, failureCount } = useBundles();
  const places = usePlaces();
  const found = places.fullbleeds.find((place) => place.bundle.name === bundle && place.panel.name === panel);
  if (found) return <FullPanel panelRef={found} />;
  if (data === undefined) return failureCount > 0 ? <LoadFailed /> : null;
  return (
    <EmptyState icon={<Unplug size={22} />} title={texts.missingPanel(panel)} text={texts.missingText}>
      <Link href={firstPlace(places)} className={buttonClass('primary')}>
        {texts.goFirst}
      </Link>
    </EmptyState>
  );
}

function FullPanel({ panelRef }: { panelRef: PanelRef }) {
  const { frame, load, error, reload } = usePanelFrame(panelRef);
  const isStale = useLive().state === 'reconnecting';
  return (
    <section aria-label={panelRef.panel.title} className="absolute inset-0 grid grid-rows-[auto_minmax(0,1fr)] bg-s1">
      <div>
        <PanelHeader panelRef={panelRef} width={Infinity} onReload={reload} />
        <ScriptError error={error} />
      </div>
      <PanelBody
        panelRef={panelRef}
        frame={frame}
        load={load}
        heightPx="full"
        collapsed={false}
        stale={isStale}
        onReload={reload}
      />
    </section>
  );
}
