'use client';

import { mergeRefs } from 'react-aria/mergeRefs';
import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { arrangementOf, arrangePanels, type ShownLayout } from '../../_data/workspace-layout.ts';
import type { Workspace } from '../../_data/workspaces.ts';
import { useLayouts } from '../../_live/layout-provider.tsx';
import { classNames } from '../../_ui/class-names.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { createArranger, type Arranger } from './arranger.ts';
import { DragMarks } from './drag-marks.tsx';
import type { GridState } from './grid-state.ts';
import type { Placed } from './pack.ts';
import { PanelCard } from './panel-card.tsx';
import type { OnHeight, CardHeight } from './use-card-height.ts';
import { useDomOrder } from './use-dom-order.ts';
import { useKeyboardView } from './use-keyboard-view.ts';
import { usePacking } from './use-packing.ts';
import { useSize } from './use-size.ts';
import { useSteadyPanels } from './use-steady-panels.ts';

/** Below this width panels stand one under the other and take all of it. */
const stackBelowPx = 600;
/** A title bar and a page of NodeCG's default height: what a panel takes before anything is known of it. */
const guessPx = 38 + 150;
/** Longer than the transition of a card, which may begin when its new height is known. */
const glideMs = 400;
type Heights = { heights: ReadonlyMap<string, CardHeight>; late: ReadonlyMap<string, number> };
const nowhere: Placed = { id: '', x: 0, y: 0, width: 0 };

/** Panels in NodeCG's widths, packed densely in my order. They change coordinates, never their place in the document. */
export function PanelGrid({ workspace, shown }: { workspace: Workspace; shown: ShownLayout }) {
  const { ref, size } = useSize();
  const [arranger] = useState(createArranger);
  const { drag, said } = useSyncExternalStore(arranger.subscribe, arranger.get, arranger.get);
  const { layout } = shown;
  const panels = useMemo(() => arrangePanels(workspace.panels, layout), [workspace.panels, layout]);
  const order = useDomOrder(panels);
  const { heightOf, isKnown, setHeight, late } = useHeights();
  const boxes = useMemo(
    () =>
      panels.map(({ id, panel }) => ({
        id,
        columns: arrangementOf(layout, id).columns ?? panel.width,
        heightPx: heightOf(id),
        isKnown: isKnown(id),
      })),
    [panels, layout, heightOf, isKnown],
  );
  const widthPx = size?.width ?? 0;
  const isStack = widthPx < stackBelowPx;
  const { packing, settled } = usePacking(boxes, widthPx, isStack);
  const grid = useGridState(arranger, { workspace: workspace.name, panels, shown, packing, heightOf, widthPx, isStack });
  const attach = useMemo(() => mergeRefs<HTMLDivElement>(ref, grid.attach), [ref, grid.attach]);
  useKeyboardView(arranger, packing, grid.element);
  useSteadyPanels(grid.element, { packing, settled, late }, grid.isGliding || drag !== undefined);
  const move = drag?.kind === 'move' ? drag : undefined;
  return (
    <div
      ref={attach}
      data-placing={settled.size < boxes.length ? '' : undefined}
      data-gliding={grid.isGliding ? '' : undefined}
      className={classNames('group/grid relative', drag && 'select-none overflow-x-clip [&_iframe]:pointer-events-none')}
      style={{ height: packing.heightPx }}
    >
      {size &&
        order.map((panelRef) => (
          <PanelCard
            key={panelRef.id}
            panelRef={panelRef}
            placed={packing.placed.get(panelRef.id) ?? nowhere}
            arrangement={arrangementOf(layout, panelRef.id)}
            arranger={arranger}
            isStack={isStack}
            isSettled={settled.has(panelRef.id)}
            isArranged={layout.order.includes(panelRef.id) || Object.hasOwn(layout.panels, panelRef.id)}
            dx={move?.id === panelRef.id ? move.dx : undefined}
            dy={move?.id === panelRef.id ? move.dy : undefined}
            onHeight={setHeight}
          />
        ))}
      {drag && <DragMarks drag={drag} />}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}

/**
 * Tells the arranger what shows now. Panels glide for a moment after they were arranged; what a page's own height moves is there at
 * once, since the page covers what was below it.
 */
function useGridState(arranger: Arranger, state: Omit<GridState, 'grid' | 'change' | 'texts'>) {
  const [element, attach] = useState<HTMLElement | null>(null);
  const { change } = useLayouts();
  const { isGliding, glide } = useGlide();
  const { layout: texts } = useTexts();
  useLayoutEffect(() => {
    const arrange: GridState['change'] = (changes) => {
      glide();
      change(changes);
    };
    arranger.update(element ? { ...state, grid: element, change: arrange, texts } : undefined);
  });
  useLayoutEffect(() => () => arranger.update(undefined), [arranger]);
  return { element, attach, isGliding };
}

function useGlide() {
  const [glides, setGlides] = useState(0);
  useEffect(() => {
    if (glides === 0) return undefined;
    const end = setTimeout(() => setGlides(0), glideMs);
    return () => clearTimeout(end);
  }, [glides]);
  return { isGliding: glides > 0, glide: useCallback(() => setGlides((before) => before + 1), []) };
}

/** How high each panel is. `late`: how often each has changed that while its page was young. */
function useHeights() {
  const [{ heights, late }, setHeights] = useState<Heights>({ heights: new Map(), late: new Map() });
  const setHeight: OnHeight = useCallback((id, height) => {
    setHeights((all) => {
      const before = all.heights.get(id);
      if (before?.px === height.px && before.isKnown === height.isKnown) return all;
      const isLate = before !== undefined && before.px !== height.px && height.isYoung;
      const late = isLate ? new Map(all.late).set(id, (all.late.get(id) ?? 0) + 1) : all.late;
      return { heights: new Map(all.heights).set(id, height), late };
    });
  }, []);
  const heightOf = useCallback((id: string) => heights.get(id)?.px ?? guessPx, [heights]);
  const isKnown = useCallback((id: string) => heights.get(id)?.isKnown ?? false, [heights]);
  return { heightOf, isKnown, setHeight, late };
}
