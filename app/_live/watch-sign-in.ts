import type { Link } from '#bundles/client/link';

/** A server that is starting is asked again so much later. */
const againMs = 2_000;

/**
 * When the connection ends, finds out whether that is because its viewer is signed out, and says so. A server that is away says nothing
 * about that. Returns the end.
 */
export function watchSignIn(link: Link, onSignedOut: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A page that is on its way out, such as to /logout, goes on to there.
  let leavesUntil = 0;
  const leave = () => void (leavesUntil = Date.now() + againMs);
  addEventListener('beforeunload', leave);
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    const status = await fetch('/api/realtime/ticket', { method: 'POST' }).then(
      (response) => response.status,
      () => 0,
    );
    if (link.connected) return;
    if (status === 401 && Date.now() > leavesUntil) onSignedOut();
    else timer = setTimeout(() => void look(), againMs);
  };
  const stop = link.onDisconnect(() => void look());
  const stopWelcome = link.onWelcome(() => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    removeEventListener('beforeunload', leave);
    stop();
    stopWelcome();
  };
}

/** Where to sign in again: the page there says why. */
export function signInAddress(back: string): string {
  return `/login?${new URLSearchParams({ callbackUrl: back, ended: 'over' }).toString()}`;
}

/** To sign in, and back here then. */
export function goToSignIn(): void {
  const back = location.pathname + location.search + location.hash;
  location.replace(signInAddress(back));
}
