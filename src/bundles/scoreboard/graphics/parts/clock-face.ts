import { isRunning, shownMs, type ClockState } from '../../clock.ts';
import { clockText } from '../../clock-text.ts';
import { setText } from './dom.ts';

/** Shows a clock in an element: a frame loop while it runs, nothing while it stands, and a change of text only when a digit changes. */
export function createClockFace(face: HTMLElement, serverNow: () => number): (clock: ClockState) => void {
  let clock: ClockState;
  let frame = 0;

  const draw = () => {
    setText(face, clockText(shownMs(clock, serverNow()), clock.mode));
    frame = isRunning(clock) ? requestAnimationFrame(draw) : 0;
  };
  return (next) => {
    cancelAnimationFrame(frame);
    clock = next;
    draw();
  };
}
