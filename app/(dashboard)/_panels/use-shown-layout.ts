'use client';

import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { shownLayout, type ShownLayout } from '../../_data/workspace-layout.ts';
import type { Workspace } from '../../_data/workspaces.ts';
import { useLayouts } from '../../_live/layout-provider.tsx';
import { mirrorLayout, nodecgLayout, wasTakenOver, rememberTakenOver } from './nodecg-layout.ts';

/** How long panels wait for the server to say how they are arranged, before they show as their bundles have them. */
const patienceMs = 1_500;

/**
 * How a workspace shows. Undefined while the server hasn't said it. Takes over, once in this browser, how the workspace was arranged in
 * NodeCG, and keeps NodeCG's entries true for who goes back to it.
 */
export function useShownLayout(name: string, workspace: Workspace | undefined): ShownLayout | undefined {
  const { mine, shared, isKnown, change } = useLayouts();
  const isLate = useIsLate();
  const own = mine.workspaces[name];
  const mirrored = useRef(own);
  useEffect(() => {
    if (!isKnown || !workspace || wasTakenOver(name)) return;
    const layout = own ? undefined : nodecgLayout(workspace);
    rememberTakenOver(name);
    if (layout) change([{ workspace: name, kind: 'adopt', layout }]);
  }, [isKnown, workspace, name, own, change]);
  useEffect(() => {
    if (!isKnown || !workspace) return;
    // Where nothing was arranged, NodeCG's own entries stay as they are.
    if (own || mirrored.current) mirrorLayout(workspace, own);
    mirrored.current = own;
  }, [isKnown, workspace, name, own]);
  const shown = useMemo(() => shownLayout({ mine, shared }, name), [mine, shared, name]);
  return isKnown || isLate || own ? shown : undefined;
}

/** Since the page was loaded: a server that can't answer keeps nobody from their panels. */
function useIsLate(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const timer = setTimeout(tell, Math.max(0, patienceMs - performance.now()) + 10);
      return () => clearTimeout(timer);
    },
    () => performance.now() > patienceMs,
    () => false,
  );
}
