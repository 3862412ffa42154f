'use client';

import { memo, useEffect, useState } from 'react';
import type { PanelRef } from '../../_data/workspaces.ts';
import { useLive } from '../../_live/live-provider.tsx';
import { classNames } from '../../_ui/class-names.ts';
import type { Placed } from './pack.ts';
import { PanelBody } from './panel-body.tsx';
import { PanelHeader } from './panel-header.tsx';
import { isCollapsed, rememberCollapsed } from './panel-memory.ts';
import { panelElementId } from './reveal-panel.ts';
import { ScriptError } from './script-error.tsx';
import { usePanelFrame } from './use-panel-frame.ts';
import { useSize } from './use-size.ts';

type PanelCardProps = { panelRef: PanelRef; placed: Placed; onHeight: (id: string, heightPx: number) => void };

/** A panel on the grid. Moves by transform alone. */
export const PanelCard = memo(function PanelCard({ panelRef, placed, onHeight }: PanelCardProps) {
  const { id, panel } = panelRef;
  const { ref, size } = useSize();
  const [collapsed, setCollapsed] = useState(() => isCollapsed(id));
  const { frame, load, heightPx, error, reload } = usePanelFrame(panelRef);
  const isStale = useLive().state === 'reconnecting';
  const height = size?.height;
  useEffect(() => {
    if (height !== undefined) onHeight(id, height);
  }, [id, height, onHeight]);
  const toggle = () => {
    setCollapsed(!collapsed);
    rememberCollapsed(id, !collapsed);
  };
  return (
    <section
      ref={ref}
      id={panelElementId(id)}
      tabIndex={-1}
      aria-label={panel.title}
      className={classNames(
        'absolute top-0 left-0 overflow-clip rounded-lg border bg-s1 outline-2 outline-transparent motion-safe:transition-transform motion-safe:duration-150',
        isStale ? 'border-dashed border-warn/60' : 'border-line',
      )}
      style={{ width: placed.width, transform: `translate(${placed.x}px, ${placed.y}px)` }}
    >
      <PanelHeader panelRef={panelRef} width={placed.width} collapse={{ collapsed, toggle }} onReload={reload} />
      <ScriptError error={error} />
      <PanelBody
        panelRef={panelRef}
        frame={frame}
        load={load}
        heightPx={heightPx}
        collapsed={collapsed}
        stale={isStale}
        onReload={reload}
      />
    </section>
  );
});
