'use client';

import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { PageHeight } from './use-panel-frame.ts';

/**
 * How high a panel's card is. `isKnown`: other panels can be placed by it; it is the page's, or the last visit's, or no longer waited for.
 * `isYoung`: its page loads or has just loaded; nobody who works expects its height to change.
 */
export type CardHeight = { px: number; isKnown: boolean; isYoung: boolean };
/** Whose height the page has, and whether it is there: then its own is about to come. */
type PageState = { from: PageHeight['from']; isLoaded: boolean };
export type OnHeight = (id: string, height: CardHeight) => void;

/** A page that hasn't said its height by then holds up the panels after it no longer. */
const patienceMs = 2_000;
const youngMs = 5_000;

/** Tells the grid of a card's height before it is painted: panels below never lie under it. */
export function useCardHeight(id: string, { from, isLoaded }: PageState, onHeight: OnHeight): RefObject<HTMLElement | null> {
  const card = useRef<HTMLElement>(null);
  const isLate = useIsLate(from === 'guess', isLoaded);
  const isKnown = from !== 'guess' || isLate;
  const youngUntil = useRef(Infinity);
  useEffect(() => {
    youngUntil.current = performance.now() + youngMs;
  }, [isLoaded]);
  const tell = useEffectEvent(() => {
    if (!card.current) return;
    onHeight(id, { px: card.current.offsetHeight, isKnown, isYoung: performance.now() < youngUntil.current });
  });
  useLayoutEffect(() => tell());
  useEffect(() => {
    if (!card.current) return undefined;
    const observer = new ResizeObserver(() => tell());
    observer.observe(card.current);
    return () => observer.disconnect();
  }, []);
  return card;
}

/** True once the page has let us wait too long: to load, and then for its height, which a page that keeps loading itself never says. */
function useIsLate(isAwaited: boolean, isLoaded: boolean): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (!isAwaited) return undefined;
    const timer = setTimeout(() => setIsLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isAwaited, isLoaded]);
  return isLate;
}
