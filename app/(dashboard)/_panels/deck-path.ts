import { decodeText } from '../../_data/decode-text.ts';

/** What the panel deck shows: a workspace's grid, or one full-bleed panel. */
export type DeckPlace = { kind: 'workspace'; name: string } | { kind: 'fullbleed'; bundle: string; panel: string };

/** Reads an address: `/workspaces/<name>` or `/panels/<bundle>/<panel>`. Undefined: the deck is hidden. */
export function parseDeckPath(path: string): DeckPlace | undefined {
  const [, kind, first, second, ...rest] = path.split('/').map(decodeText);
  if (kind === 'workspaces' && first && second === undefined) return { kind: 'workspace', name: first.toLowerCase() };
  if (kind === 'panels' && first && second && rest.length === 0) return { kind: 'fullbleed', bundle: first, panel: second };
  return undefined;
}

/** One text for one place. */
export function deckKey(place: DeckPlace): string {
  return place.kind === 'workspace' ? `workspace/${place.name}` : `fullbleed/${place.bundle}/${place.panel}`;
}
