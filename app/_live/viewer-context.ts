'use client';

import { createContext, useContext } from 'react';
import type { UserView, Viewer } from '#contract/identity';
import type { Actor } from '#contract/replicant';
import type { May } from '../_data/access.ts';

export type ViewerState = {
  /** Who is signed in here; undefined until the server has said. */
  viewer: Viewer | undefined;
  /** Whose dashboard this shows: the viewer's, or that of the user who is previewed. */
  shown: Actor;
  may: May;
  /** The user whose dashboard is previewed. Nothing can be done meanwhile. */
  preview: UserView | undefined;
  seeAs: (user: UserView | undefined) => void;
};

export const ViewerContext = createContext<ViewerState | undefined>(undefined);

/** Who looks at this dashboard, and what they may do. */
export function useViewer(): ViewerState {
  const state = useContext(ViewerContext);
  if (!state) throw new Error('useViewer needs a ViewerProvider above it');
  return state;
}

/** Asks whether the one who looks may do something, to leave out what would be refused. */
export function useMay(): May {
  return useViewer().may;
}
