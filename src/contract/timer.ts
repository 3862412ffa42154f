import { isContainer, type Json } from './json.ts';
import type { Operation } from './operations.ts';
import { failure, success, type Result } from './result.ts';

/*
 * Timers: a replicant of kind `timer` holds a rule, `base ± (now − startedAt) · rate`, from which everybody derives the same running
 * clock, so it costs no traffic while it runs. `now` is always the server's time, in milliseconds since 1970.
 */
export type TimerValue = {
  mode: 'up' | 'down';
  /** What it showed when it was last started, paused or set. Milliseconds, like everything here. */
  baseMs: number;
  /** Server time from which it runs; null while it stands. In the future: it starts by itself then. */
  startedAt: number | null;
  /** TimerValue milliseconds per real one. */
  rate: number;
  /** Where a countdown begins, and a reset leads. */
  durationMs: number;
  /** Where counting up ends. */
  limitMs: number;
};

export const timerLimits = {
  /** 99:59:59.999, what no timer exceeds. */
  longestMs: 359_999_999,
  slowestRate: 0.01,
  fastestRate: 100,
  /** The last moment that a date can name. */
  latest: 8.64e15,
} as const;
const { longestMs, slowestRate, fastestRate, latest } = timerLimits;

/** A timer that nobody has given a value yet: stopped, counting up from 0. */
export const stoppedTimer: TimerValue = {
  mode: 'up',
  baseMs: 0,
  startedAt: null,
  rate: 1,
  durationMs: 0,
  limitMs: longestMs,
};

/**
 * - `start`: lets it run; one that runs already goes on unmoved. - `pause`: it stands at what it shows. - `reset`: it stands at its beginning.
 * - `set`, `adjust`: change what it shows; a running one goes on from there. - `rate`: from now on, without a jump.
 * - `countdown`: counts down, from `fromMs` or from what it shows. - `countUp`: counts up from what it shows, to `toMs` or for ever.
 */
export type TimerCommand =
  | { type: 'start' | 'pause' | 'reset' }
  | { type: 'set'; ms: number }
  | { type: 'adjust'; byMs: number }
  | { type: 'rate'; rate: number }
  | { type: 'countdown'; fromMs?: number | undefined }
  | { type: 'countUp'; toMs?: number | undefined };

/** What it shows at `now`: never below 0, never beyond its end. */
export function shownMs(timer: TimerValue, now: number): number {
  if (timer.startedAt === null) return within(timer, timer.baseMs);
  // A client whose idea of the server's time is a little behind must not show a running timer before its start.
  const passed = Math.max(0, now - timer.startedAt) * timer.rate;
  return within(timer, timer.mode === 'up' ? timer.baseMs + passed : timer.baseMs - passed);
}

/** True at its end: a countdown at 0, and one that counts up at its limit. */
export function isDone(timer: TimerValue, now: number): boolean {
  return shownMs(timer, now) === endOf(timer);
}

/** True while what it shows changes. */
export function isRunning(timer: TimerValue, now: number): boolean {
  return timer.startedAt !== null && !isDone(timer, now);
}

/** Real milliseconds until it is done by itself; 0 if it is, undefined while it stands. */
export function msUntilDone(timer: TimerValue, now: number): number | undefined {
  if (isDone(timer, now)) return 0;
  if (timer.startedAt === null) return undefined;
  return Math.abs(endOf(timer) - shownMs(timer, now)) / timer.rate + Math.max(0, timer.startedAt - now);
}

/** Undefined: a timer. Else what is wrong, beginning with the field. */
export function problemOfTimer(value: unknown): string | undefined {
  if (!isContainer(value) || Array.isArray(value)) return 'a timer is an object';
  const unknown = Object.keys(value).find((field) => !Object.hasOwn(checks, field));
  if (unknown !== undefined) return `${unknown.slice(0, 64)} is not a field of a timer`;
  for (const field of Object.keys(checks) as (keyof TimerValue)[]) {
    const problem = checks[field](Object.hasOwn(value, field) ? value[field] : undefined);
    if (problem !== undefined) return `${field} ${problem}`;
  }
  return undefined;
}

/** The value as a timer; the stopped one where it is none. */
export function toTimer(value: Json | undefined): TimerValue {
  return problemOfTimer(value) === undefined ? (value as TimerValue) : stoppedTimer;
}

/** What a command makes of a timer: no operation where nothing changes, else one that says it whole, because its fields belong together. */
export function timerOperations(
  value: Json | undefined,
  command: TimerCommand,
  now: number,
): Result<Operation[], { code: 'invalid-operation'; message: string }> {
  const before = toTimer(value);
  const at = Math.round(now);
  const after = afterCommand(isRunning(before, at) ? before : standing(before, at), command, at);
  if (typeof after === 'string') return failure({ code: 'invalid-operation', message: after });
  if (before === value && isSame(before, after)) return success([]);
  return success([{ path: '/', method: 'overwrite', args: { newValue: after } }]);
}

type Check = (value: unknown) => string | undefined;

function between(least: number, most: number): Check {
  return (value) =>
    typeof value === 'number' && value >= least && value <= most ? undefined : `must be a number from ${least} to ${most}`;
}

const aTime = between(0, longestMs);
const aMoment = between(0, latest);
const aRate = between(slowestRate, fastestRate);
const checks: { [F in keyof TimerValue]: Check } = {
  mode: (value) => (value === 'up' || value === 'down' ? undefined : 'must be "up" or "down"'),
  baseMs: aTime,
  startedAt: (value) => (value === null ? undefined : aMoment(value) && `${aMoment(value)}, or null`),
  rate: aRate,
  durationMs: aTime,
  limitMs: between(1, longestMs),
};

/** The timer after it, or why not. One that has come to its end by itself stands there. */
function afterCommand(timer: TimerValue, command: TimerCommand, now: number): TimerValue | string {
  switch (command.type) {
    case 'start':
      return start(timer, now);
    case 'pause':
      return standing(timer, now);
    case 'reset':
      return { ...timer, baseMs: timer.mode === 'up' ? 0 : timer.durationMs, startedAt: null };
    case 'set':
      return wrong('ms', aTime(command.ms)) ?? show(timer, now, command.ms);
    case 'adjust':
      return wrong('byMs', between(-longestMs, longestMs)(command.byMs)) ?? show(timer, now, shownMs(timer, now) + command.byMs);
    case 'rate':
      return wrong('rate', aRate(command.rate)) ?? show({ ...timer, rate: command.rate }, now, shownMs(timer, now));
    case 'countdown':
      return countdown(timer, now, command.fromMs);
    case 'countUp':
      return countUp(timer, now, command.toMs);
  }
}

function standing(timer: TimerValue, now: number): TimerValue {
  return timer.startedAt === null ? timer : { ...timer, baseMs: exact(shownMs(timer, now)), startedAt: null };
}

function start(timer: TimerValue, now: number): TimerValue | string {
  if (isDone(timer, now))
    return timer.mode === 'down'
      ? 'This countdown is at zero: reset it, or set a time first.'
      : 'This timer is at its end: reset it, or set a time first.';
  return timer.startedAt === null ? { ...timer, startedAt: now } : timer;
}

function countdown(timer: TimerValue, now: number, fromMs: number | undefined): TimerValue | string {
  if (fromMs === undefined) return show({ ...timer, mode: 'down' }, now, shownMs(timer, now));
  return wrong('fromMs', between(1, longestMs)(fromMs)) ?? show({ ...timer, mode: 'down', durationMs: fromMs }, now, fromMs);
}

function countUp(timer: TimerValue, now: number, toMs: number = longestMs): TimerValue | string {
  return wrong('toMs', between(1, longestMs)(toMs)) ?? show({ ...timer, mode: 'up', limitMs: toMs }, now, shownMs(timer, now));
}

/** A running one goes on from there, with what else is new in `timer`; one moved to its end stops. */
function show(timer: TimerValue, now: number, ms: number): TimerValue {
  const baseMs = exact(within(timer, ms));
  const { startedAt } = timer;
  return { ...timer, baseMs, startedAt: startedAt === null || baseMs === endOf(timer) ? null : Math.max(now, startedAt) };
}

function wrong(field: string, problem: string | undefined): string | undefined {
  return problem && `${field} ${problem}.`;
}

function endOf({ mode, limitMs }: TimerValue): number {
  return mode === 'up' ? limitMs : 0;
}

function within({ mode, limitMs }: TimerValue, ms: number): number {
  return Math.min(mode === 'up' ? limitMs : longestMs, Math.max(0, ms));
}

/** To the microsecond: no more than that can be seen, and JSON stays short. */
function exact(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

function isSame(one: TimerValue, other: TimerValue): boolean {
  return (Object.keys(checks) as (keyof TimerValue)[]).every((field) => one[field] === other[field]);
}
