import { isRunning, shownMs, type ClockState } from '../../clock.ts';
import { clockText } from '../../clock-text.ts';
import { setText } from './dom.ts';

const largestCorrectionMs = 1_000;

/** Shows a clock in an element: a frame loop while it runs, nothing while it stands, and a change of text only when a digit changes. */
export function createClockFace(face: HTMLElement, serverNow: () => number): (clock: ClockState) => void {
  let clock: ClockState;
  let frame = 0;
  let latest = 0;

  // The measured server time is corrected by a few milliseconds now and then: that must not show the last second again.
  const now = () => {
    const measured = serverNow();
    if (measured > latest || latest - measured > largestCorrectionMs) latest = measured;
    return latest;
  };
  const draw = () => {
    setText(face, clockText(shownMs(clock, now()), clock.mode));
    frame = isRunning(clock) ? requestAnimationFrame(draw) : 0;
  };
  return (next) => {
    cancelAnimationFrame(frame);
    clock = next;
    draw();
  };
}
