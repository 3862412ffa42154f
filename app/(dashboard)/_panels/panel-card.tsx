'use client';

import { memo } from 'react';
import type { PanelArrangement } from '#contract/layout';
import type { PanelRef } from '../../_data/workspaces.ts';
import { useLive } from '../../_live/live-provider.tsx';
import { classNames } from '../../_ui/class-names.ts';
import type { Arranger } from './arranger.ts';
import type { Placed } from './pack.ts';
import { Loading, PanelBody } from './panel-body.tsx';
import { PanelHeader, type PanelArranging } from './panel-header.tsx';
import { ResizeEdges } from './resize-edges.tsx';
import { panelElementId } from './reveal-panel.ts';
import { ScriptError } from './script-error.tsx';
import { useCardHeight, type OnHeight } from './use-card-height.ts';
import { usePanelFrame } from './use-panel-frame.ts';

type PanelCardProps = {
  panelRef: PanelRef;
  placed: Placed;
  arrangement: PanelArrangement;
  arranger: Arranger;
  isStack: boolean;
  /** Its place is final. Before that it is a nameless placeholder: nobody aims at it. */
  isSettled: boolean;
  /** It differs from how its bundle has it, in place or size. */
  isArranged: boolean;
  /** How far a pointer has taken it. */
  dx: number | undefined;
  dy: number | undefined;
  onHeight: OnHeight;
};

/** A panel on the grid. Moves by transform alone. */
export const PanelCard = memo(function PanelCard(props: PanelCardProps) {
  const { panelRef, placed, arrangement, arranger, isStack, isSettled, onHeight } = props;
  const { id, panel } = panelRef;
  const isFixed = arrangement.heightPx !== undefined;
  const { frame, load, height, error, reload } = usePanelFrame(panelRef, { widthPx: placed.width, isFixed, isOnGrid: true });
  const isStale = useLive().state === 'reconnecting';
  const arranging = arrangingOf(props);
  const needsNoPage = isFixed || arranging.collapsed || load.state === 'failed';
  const ref = useCardHeight(id, { from: needsNoPage ? 'page' : height.from, isLoaded: load.state === 'loaded' }, onHeight);
  return (
    <section
      ref={ref}
      id={panelElementId(id)}
      tabIndex={-1}
      aria-label={panel.title}
      aria-busy={!isSettled}
      className={cardClass(isStale, props.dx !== undefined)}
      style={{ width: placed.width, transform: `translate(${placed.x + (props.dx ?? 0)}px, ${placed.y + (props.dy ?? 0)}px)` }}
    >
      <div inert={!isSettled} className={classNames('overflow-clip rounded-[7px]', !isSettled && 'invisible')}>
        <PanelHeader panelRef={panelRef} width={placed.width} arranging={arranging} onReload={reload} />
        <ScriptError error={error} />
        <PanelBody
          panelRef={panelRef}
          frame={frame}
          load={load}
          heightPx={arrangement.heightPx ?? height.px}
          collapsed={arranging.collapsed}
          stale={isStale}
          onReload={reload}
        />
      </div>
      {isSettled ? <ResizeEdges id={id} arranger={arranger} hasWidth={!isStack} hasHeight={!arranging.collapsed} /> : <Loading />}
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
