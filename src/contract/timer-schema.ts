import { z } from 'zod';
import type { TimerCommand } from './timer.ts';

/** One command from outside. What its numbers may be, timer.ts says in words for people. */
export const timerCommandSchema: z.ZodType<TimerCommand, TimerCommand> = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['start', 'pause', 'reset']) }),
  z.object({ type: z.literal('set'), ms: z.number() }),
  z.object({ type: z.literal('adjust'), byMs: z.number() }),
  z.object({ type: z.literal('rate'), rate: z.number() }),
  z.object({ type: z.literal('countdown'), fromMs: z.number().optional() }),
  z.object({ type: z.literal('countUp'), toMs: z.number().optional() }),
]);
