'use client';

import { memo, useEffect } from 'react';
import type { PanelArrangement } from '#contract/layout';
import type { PanelRef } from '../../_data/workspaces.ts';
import { useLive } from '../../_live/live-provider.tsx';
import { classNames } from '../../_ui/class-names.ts';
import type { Arranger } from './arranger.ts';
import type { Placed } from './pack.ts';
import { PanelBody } from './panel-body.tsx';
import { PanelHeader, type PanelArranging } from './panel-header.tsx';
import { ResizeEdges } from './resize-edges.tsx';
import { panelElementId } from './reveal-panel.ts';
import { ScriptError } from './script-error.tsx';
import { usePanelFrame } from './use-panel-frame.ts';
import { useSize } from './use-size.ts';

type PanelCardProps = {
  panelRef: PanelRef;
  placed: Placed;
  arrangement: PanelArrangement;
  arranger: Arranger;
  isStack: boolean;
  /** It differs from how its bundle has it, in place or size. */
  isArranged: boolean;
  /** How far a pointer has taken it. */
  dx: number | undefined;
  dy: number | undefined;
  onHeight: (id: string, heightPx: number) => void;
};

/** A panel on the grid. Moves by transform alone. */
export const PanelCard = memo(function PanelCard(props: PanelCardProps) {
  const { panelRef, placed, arrangement, arranger, isStack, onHeight } = props;
  const { id, panel } = panelRef;
  const { ref, size } = useSize();
  const { frame, load, heightPx, error, reload } = usePanelFrame(panelRef, arrangement.heightPx !== undefined);
  const isStale = useLive().state === 'reconnecting';
  const height = size?.height;
  useEffect(() => {
    if (height !== undefined) onHeight(id, height);
  }, [id, height, onHeight]);
  const arranging = arrangingOf(props);
  return (
    <section
      ref={ref}
      id={panelElementId(id)}
      tabIndex={-1}
      aria-label={panel.title}
      className={cardClass(isStale, props.dx !== undefined)}
      style={{ width: placed.width, transform: `translate(${placed.x + (props.dx ?? 0)}px, ${placed.y + (props.dy ?? 0)}px)` }}
    >
      <div className="overflow-clip rounded-[7px]">
        <PanelHeader panelRef={panelRef} width={placed.width} arranging={arranging} onReload={reload} />
        <ScriptError error={error} />
        <PanelBody
          panelRef={panelRef}
          frame={frame}
          load={load}
          heightPx={arrangement.heightPx ?? heightPx}
          collapsed={arranging.collapsed}
          stale={isStale}
          onReload={reload}
        />
      </div>
      <ResizeEdges id={id} arranger={arranger} hasWidth={!isStack} hasHeight={!arranging.collapsed} />
    </section>
  );
});

function arrangingOf({ panelRef, arrangement, arranger, isStack, isArranged }: PanelCardProps): PanelArranging {
  return {
    arranger,
    isStack,
    isArranged,
    collapsed: arrangement.collapsed ?? false,
    columns: arrangement.columns ?? panelRef.panel.width,
    usual: panelRef.panel.width,
    heightPx: arrangement.heightPx,
    toggle: () => arranger.toggle(panelRef.id),
  };
}

function cardClass(isStale: boolean, isLifted: boolean): string {
  return classNames(
    'absolute top-0 left-0 rounded-lg border bg-s1 outline-2 outline-transparent',
    isLifted
      ? 'z-20 border-link opacity-85 shadow-2xl shadow-black/60'
      : 'motion-safe:group-data-gliding/grid:transition-transform motion-safe:group-data-gliding/grid:duration-150',
    !isLifted && (isStale ? 'border-dashed border-warn/60' : 'border-line'),
  );
}
