import { defaultHeightPx } from './fit-frame.ts';

/** How long a page that has loaded may take to be as high as it was: what it shows comes after it. Its room is kept, no more. */
const heldPatienceMs = 3_000;
/** The same for a page of which nothing is known: other panels wait for it. */
const patienceMs = 1_500;
/** A page that hasn't changed for so long has built itself up. */
const quietMs = 250;

export type HeldHeight = { report(heightPx: number): void; stop(): void };

/**
 * Passes on the heights of a page that has just loaded, but not those that it has on the way: an empty page is small, and fills. Begins
 * when the page has `heldPx` again, its height before, or has more and stops growing, or after a moment; then every change counts.
 */
export function holdHeight(heldPx: number | undefined, show: (heightPx: number) => void): HeldHeight {
  const until = performance.now() + (heldPx === undefined ? patienceMs : heldPatienceMs);
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pass = (heightPx: number) => {
    isOver = true;
    show(heightPx);
  };
  return {
    report: (heightPx) => {
      clearTimeout(timer);
      if (isOver || heightPx === heldPx) return pass(heightPx);
      const patience = Math.max(0, until - performance.now());
      const isFilling = heightPx === defaultHeightPx || (heldPx !== undefined && heightPx < heldPx);
      timer = setTimeout(pass, isFilling ? patience : Math.min(quietMs, patience), heightPx);
    },
    stop: () => clearTimeout(timer),
  };
}
