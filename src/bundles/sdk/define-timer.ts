import { z } from 'zod';
import { stoppedTimer, timerLimits } from '#contract/timer';
import type { TypedReplicant } from './define-replicant.ts';

const { longestMs, slowestRate, fastestRate, latest } = timerLimits;
const ms = z.number().min(0).max(longestMs);

/** What problemOfTimer in the contract checks, as types and JSON Schema. */
const timerSchema = z.strictObject({
  mode: z.enum(['up', 'down']),
  baseMs: ms,
  startedAt: z.number().min(0).max(latest).nullable(),
  rate: z.number().min(slowestRate).max(fastestRate),
  durationMs: ms,
  limitMs: z.number().min(1).max(longestMs),
});

export type TimerDefinition = {
  /** It begins as a countdown of this length, in milliseconds; else it counts up from zero. */
  countdownMs?: number;
  /** False: starts anew with every server run. Default true: also a running timer goes on after a restart. */
  persistent?: boolean;
};

/** A clock that runs alike in every page and extension, without traffic. */
export function defineTimer({ countdownMs, persistent = true }: TimerDefinition = {}): TypedReplicant<
  typeof timerSchema,
  'timer'
> {
  const countdown = { mode: 'down' as const, baseMs: countdownMs ?? 0, durationMs: countdownMs ?? 0 };
  const value = countdownMs === undefined ? stoppedTimer : { ...stoppedTimer, ...countdown };
  return { schema: timerSchema, default: value, persistent, kind: 'timer' };
}
