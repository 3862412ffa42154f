import type { Link } from './link.ts';

/** Resolves with the first connection, at once if there has been one: what a page asks for while it loads is sent, not refused. */
export function whenWelcomed(link: Link): Promise<void> {
  if (link.welcome) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = link.onWelcome(() => {
      stop();
      resolve();
    });
  });
}
