'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { usePlaces } from '../../_data/use-show.ts';
import { parseDeckPath } from '../_panels/deck-path.ts';
import { placeOfHash } from './place-of-hash.ts';
import { isNodecgAddress, useHash } from './use-address.ts';

/**
 * Follows NodeCG's own addresses, `/dashboard/#workspace/run control`: bookmarks of crews, and links in panels, stay good. Workspaces
 * show at that address itself; other pages have addresses of their own.
 */
export function NodecgAddress() {
  const router = useRouter();
  const path = usePathname();
  const hash = useHash();
  const places = usePlaces();
  useEffect(() => {
    const target = hash === undefined ? undefined : placeOfHash(hash, places);
    if (target !== undefined && !(isNodecgAddress(path) && parseDeckPath(target))) router.replace(target);
  }, [router, path, hash, places]);
  return null;
}
