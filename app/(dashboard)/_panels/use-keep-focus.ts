'use client';

import { useLayoutEffect, type RefObject } from 'react';

/** Gives the focus back to where it was in a frame when `inert` ends, unless somebody went elsewhere meanwhile. */
export function useKeepFocus(frame: RefObject<HTMLIFrameElement | null>, inert: boolean): void {
  useLayoutEffect(() => {
    const element = frame.current;
    if (!inert || !element || document.activeElement !== element) return undefined;
    // The browser takes it away when it next lays out the page.
    const field = element.contentDocument?.activeElement;
    element.blur();
    return () => {
      if (document.activeElement !== document.body) return;
      element.focus({ preventScroll: true });
      if (field && 'focus' in field) (field as HTMLElement).focus({ preventScroll: true });
    };
  }, [frame, inert]);
}
