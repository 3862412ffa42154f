'use client';

import { useSyncExternalStore } from 'react';

/** False on the server and for the first drawing in the browser, which has to be the same. */
export function useIsBrowser(): boolean {
  return useSyncExternalStore(never, isBrowser, isServer);
}

const never = () => () => undefined;
const isBrowser = () => true;
const isServer = () => false;
