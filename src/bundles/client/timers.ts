import { keyOf, type ReplicantKey } from '#contract/replicant';
import { stoppedTimer, type TimerCommand } from '#contract/timer';
import type { Listener } from './emitter.ts';
import type { Link } from './link.ts';
import type { Log } from './log.ts';
import type { Refusal } from './replicant-line.ts';
import type { Replicants } from './replicants.ts';
import { realTime, type Connection } from './server-clock.ts';
import { Timer, type TimerOutcome, type TimerParts } from './timer.ts';

export type TimerOptions = {
  /** False: starts anew with every server run. Default true: also a running timer goes on after a restart. */
  persistent?: boolean;
  /** It begins as a countdown of this length, in milliseconds; else it counts up from zero. */
  countdownMs?: number;
};

export type TimersParts = {
  link: Link;
  replicants: Pick<Replicants, 'Replicant'>;
  connection: Pick<Connection, 'serverNow' | 'events'>;
  log: (name: string) => Pick<Log, 'error'>;
  /** Told of every command that was not carried out. */
  onRefused?: ((refusal: Refusal) => void) | undefined;
  wait?: TimerParts['wait'];
  frames?: TimerParts['frames'];
};

export type Timers = {
  /** The same object for the same name; the options of the first call count. */
  Timer(name: string, namespace: string, options?: TimerOptions): Timer;
  /** Forgets every listener that `isGone` names. */
  prune(isGone: (listener: Listener) => boolean): void;
};

/** Timers over a link: each is a replicant of kind `timer`, the server's clock, and commands. */
export function createTimers({
  link,
  replicants,
  connection,
  log,
  onRefused,
  wait = realTime.wait,
  frames,
}: TimersParts): Timers {
  const timers = new Map<string, Timer>();

  const send = async (key: ReplicantKey, command: TimerCommand): Promise<TimerOutcome> => {
    const reply = await link.request('timer', { ...key, command });
    if (reply.ok) return { ok: true, value: { revision: reply.value.revision } };
    const { code, message } = reply.error;
    log(`Timer/${key.namespace}.${key.name}`).error(`"${command.type}" was not carried out: ${message}`);
    onRefused?.({ ...key, code, message });
    return { ok: false, error: { code, message } };
  };
  return {
    Timer(name, namespace, options = {}) {
      const key = { namespace, name };
      const known = timers.get(keyOf(key));
      if (known) return known;
      const timer = new Timer({
        replicant: replicants.Replicant(name, namespace, declarationOf(options)),
        serverNow: () => connection.serverNow(),
        onClockStep: (handler) => void connection.events.on('step', handler),
        send: (command) => send(key, command),
        wait,
        frames,
      });
      timers.set(keyOf(key), timer);
      return timer;
    },
    prune: (isGone) => timers.forEach((timer) => timer.prune(isGone)),
  };
}

function declarationOf({ persistent = true, countdownMs }: TimerOptions) {
  const countdown = { mode: 'down', baseMs: countdownMs ?? 0, durationMs: countdownMs ?? 0 } as const;
  const defaultValue = countdownMs === undefined ? stoppedTimer : { ...stoppedTimer, ...countdown };
  return { kind: 'timer' as const, persistent, defaultValue };
}
