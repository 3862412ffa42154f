/** How often a fader that is moved tells everybody. */
const intervalMs = 50;
/** So long after the last move, with no finger on it, it shows again what everybody has. */
const restMs = 1_500;

export type MovingLevel = {
  move(level: number): void;
  /** A finger or button is on it: it stays where it is held. */
  hold(): void;
  release(): void;
  /** Sends what wasn't sent yet, and follows everybody again at once. */
  finish(): void;
};

/**
 * A fader in somebody's hand. `send` hears at most one level per interval, and always the last one; `show` hears what the fader shows meanwhile,
 * and undefined when it follows everybody's level again.
 */
export function createMovingLevel({
  send,
  show,
}: {
  send: (level: number) => void;
  show: (level: number | undefined) => void;
}): MovingLevel {
  let latest: number | undefined;
  let sent: number | undefined;
  let isHeld = false;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    if (latest === undefined || latest === sent) return;
    sent = latest;
    send(latest);
  };
  const tick = () => {
    pause = undefined;
    if (latest === sent) return;
    flush();
    pause = setTimeout(tick, intervalMs);
  };
  const letGo = () => {
    flush();
    latest = sent = undefined;
    show(undefined);
  };
  const restart = () => {
    clearTimeout(rest);
    rest = isHeld ? undefined : setTimeout(letGo, restMs);
  };
  return {
    move(level) {
      latest = level;
      show(level);
      restart();
      if (pause !== undefined) return;
      flush();
      pause = setTimeout(tick, intervalMs);
    },
    hold() {
      isHeld = true;
      clearTimeout(rest);
    },
    release() {
      isHeld = false;
      if (latest !== undefined) restart();
    },
    finish() {
      isHeld = false;
      clearTimeout(pause);
      clearTimeout(rest);
      pause = undefined;
      letGo();
    },
  };
}
