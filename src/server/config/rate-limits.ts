import type { z } from 'zod';

/** So much within so many seconds. */
export type RateLimit = { points: number; seconds: number };

/**
 * How often one address, or one user or key, may do what. A whole crew behind one address, and a wall of graphics that comes back after a
 * restart, stay far below each of these.
 */
export const usualRateLimits = {
  /** Failed sign-ins of one address; a user's own are counted where passwords are checked. */
  'sign-in': { points: 60, seconds: 300 },
  /** Tries of a set-up link, an invitation, or a link for a new password. */
  invite: { points: 60, seconds: 300 },
  /** Keys and tokens that open nothing. */
  key: { points: 120, seconds: 60 },
  /** Changes through the dashboard's API, of one user. */
  change: { points: 1_200, seconds: 60 },
  /** Uploaded and deleted files. */
  upload: { points: 3_000, seconds: 600 },
  /** New connections of one address to the sockets. */
  socket: { points: 3_000, seconds: 60 },
  /** Requests of one address, all together. */
  all: { points: 60_000, seconds: 60 },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof usualRateLimits;
export type RateLimits = Readonly<Record<RateLimitName, RateLimit>>;

/** Reads `sign-in=30/300,change=600/60` over the usual ones. */
export function readRateLimits(text: string, context: z.RefinementCtx): RateLimits {
  const limits: Record<RateLimitName, RateLimit> = { ...usualRateLimits };
  for (const part of text.split(',').map((entry) => entry.trim())) {
    if (part === '') continue;
    const [, name = '', points = '', seconds = ''] = /^([a-z-]+)=(\d{1,7})\/(\d{1,5})$/.exec(part) ?? [];
    if (!Object.hasOwn(limits, name) || Number(points) < 1 || Number(seconds) < 1) {
      const names = Object.keys(usualRateLimits).join(', ');
      context.addIssue({ code: 'custom', message: `must be such as sign-in=60/300, separated by commas; there are ${names}` });
      return limits;
    }
    limits[name as RateLimitName] = { points: Number(points), seconds: Number(seconds) };
  }
  return Object.freeze(limits);
}
