'use client';

import { useEffect, useEffectEvent } from 'react';
import type { BundleChange } from '#contract/bundle';

type Handler = (change: BundleChange) => void;
const handlers = new Set<Handler>();

/** Tells every component that follows it. */
export function announceBundleChange(change: BundleChange): void {
  for (const handler of handlers) handler(change);
}

/** Calls back when something in a bundle's folder changed. */
export function useBundleChange(handler: Handler): void {
  const latest = useEffectEvent(handler);
  useEffect(() => {
    const follow: Handler = (change) => latest(change);
    handlers.add(follow);
    return () => {
      handlers.delete(follow);
    };
  }, []);
}

/** True when these panels or graphics have to load again after the change. A new manifest or configuration is in every page. */
export function affects(change: BundleChange, page: { bundle: string; kind: 'panel' | 'graphic'; target: string }): boolean {
  if (change.bundle !== page.bundle) return false;
  // Not `added`: a dashboard that comes back while the server starts hears of every bundle, and its panels keep what was typed.
  if (change.kind === 'manifest' || change.kind === 'config') return true;
  return change.kind === page.kind && (change.targets === undefined || change.targets.includes(page.target));
}
