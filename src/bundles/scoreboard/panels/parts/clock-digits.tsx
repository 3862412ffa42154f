import { useEffect, useRef } from 'react';
import { clockTextWithTenths } from '../../clock-text.ts';
import { isRunning, shownMs, type ClockState } from '../../clock.ts';
import { serverNow } from './api.ts';

/** The running clock with tenths. Draws past React, only while it runs and only what changed. */
export function ClockDigits({ clock, connected }: { clock: ClockState; connected: boolean }) {
  const main = useRef<HTMLSpanElement>(null);
  const tenths = useRef<HTMLElement>(null);
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      const text = clockTextWithTenths(shownMs(clock, serverNow()), clock.mode);
      setText(main.current, text.main);
      setText(tenths.current, `.${text.tenths}`);
      if (isRunning(clock)) frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [clock, connected]);
  const isLong = shownMs(clock, serverNow()) >= 6_000_000;
  return (
    <span className={isLong ? 'clock-time figures value long' : 'clock-time figures value'} role="timer" data-testid="clock">
      <span ref={main} />
      <small ref={tenths} />
    </span>
  );
}

function setText(target: Element | null, text: string): void {
  if (target && target.textContent !== text) target.textContent = text;
}
