'use client';

import { useEffect, useState, type RefObject } from 'react';

type PageColour = { '--page-colour'?: string };

/** The background that a loaded page paints, for the dialog's margin around it; nothing while there is none. */
export function usePageColour(frame: RefObject<HTMLIFrameElement | null>, state: 'loading' | 'loaded' | 'failed'): PageColour {
  const [colour, setColour] = useState<PageColour>({});
  useEffect(() => {
    const page = state === 'loaded' ? frame.current?.contentDocument : undefined;
    if (page) setColour(readColour(page));
  }, [frame, state]);
  return colour;
}

function readColour(page: Document): PageColour {
  for (const element of [page.documentElement, page.body as HTMLElement | null]) {
    const colour = element ? page.defaultView?.getComputedStyle(element).backgroundColor : undefined;
    if (colour && !/^(transparent|rgba\(.*, 0\))$/.test(colour)) return { '--page-colour': colour };
  }
  return {};
}
