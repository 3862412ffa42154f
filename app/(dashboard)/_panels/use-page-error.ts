'use client';

import { useLayoutEffect, useState, type RefObject } from 'react';
import type { PageError } from '#bundles/client/page-errors';
import { followPageErrors } from '../../_live/window-client.ts';

/** The first script error of the page that a frame shows now: those after it are mostly its consequences. */
export function usePageError(frame: RefObject<HTMLIFrameElement | null>): PageError | undefined {
  const [error, setError] = useState<PageError>();
  // Before the browser can run the page's first script.
  useLayoutEffect(() => {
    const clear = () => setError(undefined);
    return followPageErrors((next) => {
      if (next.page !== frame.current?.contentWindow) return;
      setError((first) => first ?? next);
      next.page.addEventListener('pagehide', clear, { once: true });
    });
  }, [frame]);
  return error;
}
