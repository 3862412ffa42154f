'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { decodeText } from '../../_data/decode-text.ts';
import { usePlaces } from '../../_data/use-show.ts';
import type { Places } from '../../_data/workspaces.ts';

/** Follows NodeCG's own addresses, `/dashboard/#workspace/run control`: bookmarks of crews stay good. */
export function NodecgAddress() {
  const router = useRouter();
  const places = usePlaces();
  useEffect(() => {
    const target = placeOfHash(decodeText(location.hash), places);
    if (target) router.replace(target);
  }, [router, places]);
  return null;
}

/** The page that NodeCG's hash route means (compat.md A.6); undefined for anything else. */
export function placeOfHash(hash: string, { workspaces, fullbleeds }: Places): string | undefined {
  const [kind, ...rest] = hash.replace(/^#\/?/, '').split('/');
  const name = rest.join('/');
  if (kind === 'graphics' && name === '') return '/graphics';
  if (kind === 'assets' && name === '') return '/assets';
  if (kind === 'workspace') return workspaces.find((workspace) => workspace.name === name.toLowerCase())?.href;
  if (kind === 'fullbleed') return fullbleeds.find(({ panel }) => panel.name === name)?.href;
  return undefined;
}
