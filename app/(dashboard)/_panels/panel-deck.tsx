'use client';

import { useState } from 'react';
import { classNames } from '../../_ui/class-names.ts';
import { useIsBrowser } from '../../_ui/use-is-browser.ts';
import { useAddress } from '../_shell/use-address.ts';
import { deckKey, parseDeckPath, type DeckPlace } from './deck-path.ts';
import { FullbleedView } from './fullbleed-view.tsx';
import { WorkspaceView } from './workspace-view.tsx';

/**
 * Every workspace that was looked at stays alive, hidden, until the tab closes: going to the graphics and back must not lose what
 * somebody typed into a panel. Panels exist in the browser only.
 */
export function PanelDeck() {
  const place = parseDeckPath(useAddress());
  const visited = useVisited(place);
  const isBrowser = useIsBrowser();
  if (!isBrowser) return null;
  return visited.map((visit) => {
    const isShown = place !== undefined && deckKey(place) === deckKey(visit);
    return (
      <div
        key={deckKey(visit)}
        inert={!isShown}
        // Hidden and not `display: none`, which would reset scroll positions and the panels' own layout.
        className={classNames('absolute inset-0', !isShown && 'invisible')}
      >
        {visit.kind === 'workspace' ? (
          <WorkspaceView name={visit.name} />
        ) : (
          <FullbleedView bundle={visit.bundle} panel={visit.panel} />
        )}
      </div>
    );
  });
}

function useVisited(place: DeckPlace | undefined): DeckPlace[] {
  const [visited, setVisited] = useState<DeckPlace[]>([]);
  if (place === undefined || visited.some((before) => deckKey(before) === deckKey(place))) return visited;
  const next = [...visited, place];
  setVisited(next);
  return next;
}
