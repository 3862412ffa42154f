import { defineReplicant } from '#bundles/sdk/index';
import { z } from 'zod';

const color = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour like #1d6fe0');
const points = z.number().int().min(0, 'a score cannot go below 0').max(999, 'a score ends at 999');
const team = z.strictObject({ name: z.string().max(80), shortName: z.string().max(5), color });
const milliseconds = z.number().min(0).max(359_999_999);
const person = { name: z.string().max(120), role: z.string().max(160) };

/** Who plays, and on which side of the graphics home stands: swapping sides is one write that moves both name and score. */
export const teams = defineReplicant(z.strictObject({ home: team, away: team, homeSide: z.enum(['left', 'right']) }), {
  default: {
    home: { name: 'Harbour City', shortName: 'HAR', color: '#1d6fe0' },
    away: { name: 'Northfield', shortName: 'NOR', color: '#e0a21d' },
    homeSide: 'left',
  },
});

export const score = defineReplicant(z.strictObject({ home: points, away: points }), { default: { home: 0, away: 0 } });

/**
 * The clock as a rule, not as a running number: see clock.ts. Written once per command, by the extension only;
 * everybody else computes the shown time from the server's clock.
 */
export const clock = defineReplicant(
  z.strictObject({
    /** Server time at which it was started, milliseconds since 1970; null while it stands. */
    startedAt: z.number().int().min(0).nullable(),
    /** What it showed when it was started or stopped. */
    baseMs: milliseconds,
    /** Clock milliseconds per real millisecond. */
    rate: z.number().min(0.01).max(100),
    mode: z.enum(['up', 'down']),
    /** Where a countdown begins; 0 for a clock that only counts up. */
    durationMs: milliseconds,
    period: z.string().max(24),
  }),
  { default: { startedAt: null, baseMs: 0, rate: 1, mode: 'up', durationMs: 45 * 60_000, period: '1st half' } },
);

/** `name` and `role` are what is prepared; `onAir` is what viewers see. Typing never changes what is on air. */
export const lowerThird = defineReplicant(
  z.strictObject({
    ...person,
    state: z.enum(['out', 'ready', 'on-air']),
    onAir: z.strictObject({ ...person, since: z.number().int() }).nullable(),
    /** Goes out by itself after this long; null: stays until somebody takes it out. */
    autoOutSeconds: z.number().int().min(1).max(600).nullable(),
  }),
  { default: { name: 'Alex Morgan', role: 'Head coach', state: 'out', onAir: null, autoOutSeconds: null } },
);

/** Which of the standing graphics are on air. */
export const show = defineReplicant(
  z.strictObject({ title: z.string().max(120), scoreBug: z.boolean(), scoreBugClock: z.boolean(), clock: z.boolean() }),
  { default: { title: 'Summer Cup · Finals', scoreBug: true, scoreBugClock: true, clock: true } },
);
