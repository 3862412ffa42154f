'use client';

import { RefreshCw } from 'lucide-react';
import { useLayoutEffect, type RefObject } from 'react';
import type { PanelRef } from '../../_data/workspaces.ts';
import { Button } from '../../_ui/button.tsx';
import { classNames } from '../../_ui/class-names.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import type { PanelLoad } from './use-panel-frame.ts';

type PanelBodyProps = {
  panelRef: PanelRef;
  frame: RefObject<HTMLIFrameElement | null>;
  load: PanelLoad;
  /** `full`: as high as the place that it is in. */
  heightPx: number | 'full';
  collapsed: boolean;
  stale: boolean;
  onReload: () => void;
  /** Loads it not before it is looked at. */
  lazy?: boolean;
};

/** The panel's page, and over it whatever it isn't right now: loading, failed, stale. The iframe itself never goes away. */
export function PanelBody({ panelRef, frame, load, heightPx, collapsed, stale, onReload, lazy }: PanelBodyProps) {
  useLayoutEffect(() => {
    // `inert` alone leaves the keyboard in a frame that has it.
    if (stale && document.activeElement === frame.current) frame.current?.blur();
  }, [frame, stale]);
  const height = collapsed ? 0 : heightPx === 'full' ? '100%' : heightPx;
  return (
    <div
      className={classNames('relative overflow-hidden', collapsed && 'invisible')}
      style={{ height, minHeight: load.state === 'failed' && !collapsed ? 190 : undefined }}
    >
      <iframe
        ref={frame}
        // Before `src`: what has an address and isn't lazy loads at once.
        loading={lazy ? 'lazy' : undefined}
        src={panelRef.panel.url}
        title={panelRef.panel.title}
        inert={collapsed || stale || load.state === 'failed'}
        // As wide and high as ever while collapsed, so that the page inside doesn't notice.
        style={{ height: heightPx === 'full' ? '100%' : heightPx }}
        className={classNames('block w-full border-0', stale && 'opacity-80 grayscale', load.state !== 'loaded' && 'opacity-0')}
      />
      {load.state === 'loading' && <Loading />}
      {load.state === 'failed' && <Failed status={load.status} onReload={onReload} />}
      {stale && <Waiting />}
    </div>
  );
}

/** Covers the place that it is in. */
export function Loading() {
  const { workspace } = useTexts();
  return (
    <div role="status" className="absolute inset-0 grid content-start gap-3 p-4">
      <span className="sr-only">{workspace.loading}</span>
      <span className="shimmer h-4 w-3/5 rounded" />
      <span className="shimmer h-8 w-full rounded" />
      <span className="shimmer h-4 w-2/5 rounded" />
    </div>
  );
}

function Failed({ status, onReload }: { status: number | undefined; onReload: () => void }) {
  const { workspace, tryAgain } = useTexts();
  return (
    <div role="alert" className="absolute inset-0 grid content-center justify-items-start gap-2 overflow-auto bg-s1 p-4">
      <p className="font-semibold text-warn">{workspace.failed}</p>
      <p className="text-sm text-mute">
        {status === undefined ? workspace.failedNoPage : workspace.failedStatus(status)} {workspace.failedHint}
      </p>
      <Button onClick={onReload} icon={<RefreshCw size={15} aria-hidden />}>
        {tryAgain}
      </Button>
    </div>
  );
}

/** Says why the page, inert while the connection is away, takes no clicks and no keys: what they would do would not go on air. */
function Waiting() {
  const { waitsForConnection } = useTexts();
  return <div title={waitsForConnection} className="absolute inset-0 cursor-not-allowed" />;
}
