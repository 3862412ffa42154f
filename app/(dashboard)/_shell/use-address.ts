'use client';

import { usePathname } from 'next/navigation';
import { useSyncExternalStore } from 'react';
import { decodeText } from '../../_data/decode-text.ts';
import { usePlaces } from '../../_data/use-show.ts';
import { firstPlace } from '../../_data/workspaces.ts';
import { placeOfHash } from './place-of-hash.ts';

/** Where one is: the path, and at NodeCG's own address `/dashboard/` the place that its hash route means, or the first one. */
export function useAddress(): string {
  const path = usePathname();
  const hash = useHash();
  const places = usePlaces();
  // Before the hash is known no place may open: its panels would stay.
  if (!isNodecgAddress(path) || hash === undefined) return path;
  return placeOfHash(hash, places) ?? firstPlace(places);
}

/** True at NodeCG's address of the dashboard. */
export function isNodecgAddress(path: string): boolean {
  return path === '/dashboard' || path === '/dashboard/';
}

/** The address's hash, decoded; undefined on the server. */
export function useHash(): string | undefined {
  return useSyncExternalStore(followHash, readHash, () => undefined);
}

function followHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  window.addEventListener('popstate', changed);
  return () => {
    window.removeEventListener('hashchange', changed);
    window.removeEventListener('popstate', changed);
  };
}

function readHash(): string {
  return decodeText(location.hash);
}
