'use client';

import { useRouter } from 'next/navigation';
import { useShortcut } from '../../_ui/use-shortcut.ts';
import { usePlaceGroups, type Place } from './places.tsx';

/** `G` and a letter or number goes to a place. */
export function NavigationKeys() {
  return usePlaceGroups()
    .flatMap(({ places }) => places)
    .filter((place): place is Place & { keys: string } => place.keys !== undefined)
    .map(({ href, keys }) => <Key key={href} href={href} keys={keys} />);
}

function Key({ href, keys }: { href: string; keys: string }) {
  const router = useRouter();
  useShortcut(keys, () => router.push(href));
  return null;
}
