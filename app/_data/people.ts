import type { GrantKind, GrantRule } from '#contract/access';
import type { InviteView, KeyView, UserView } from '#contract/identity';
import type { Actor } from '#contract/replicant';

/** A user as the policy sees them. */
export function actorOf({ username, role, reach, grants }: UserView): Actor {
  return { kind: 'user', id: username, role, access: { reach, grants } };
}

/** What a user is called. */
export function nameOf({ username, displayName }: Pick<UserView, 'username' | 'displayName'>): string {
  return displayName === undefined || displayName === '' ? username : displayName;
}

/** The one thing to know about an account before anything else. */
export function accountState({ disabledAt, lockedUntil }: UserView, now: number): 'disabled' | 'locked' | 'open' {
  if (disabledAt !== undefined) return 'disabled';
  return lockedUntil !== undefined && lockedUntil > now ? 'locked' : 'open';
}

export function inviteState({ usedAt, expiresAt }: InviteView, now: number): 'open' | 'used' | 'over' {
  if (usedAt !== undefined) return 'used';
  return expiresAt <= now ? 'over' : 'open';
}

export function keyState({ revokedAt, expiresAt }: KeyView, now: number): 'valid' | 'revoked' | 'over' {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && expiresAt <= now ? 'over' : 'valid';
}

export function isOver({ expiresAt }: GrantRule, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

/** Two rules that say the same. */
export function sameRule(a: GrantRule, b: GrantRule): boolean {
  return a.kind === b.kind && a.pattern === b.pattern && a.level === b.level && a.expiresAt === b.expiresAt;
}

/** The browser and the system of a session, as somebody recognises them: `Firefox on Windows`. The whole text where nothing is known. */
export function describeAgent(userAgent: string): string {
  const browser = browsers.find(([mark]) => userAgent.includes(mark))?.[1];
  const system = systems.find(([mark]) => userAgent.includes(mark))?.[1];
  if (browser === undefined) return userAgent === '' ? '—' : userAgent.slice(0, 80);
  return system === undefined ? browser : `${browser} · ${system}`;
}

// The first that fits: Chrome names Safari, and Edge names Chrome.
const browsers: [string, string][] = [
  ['OBS/', 'OBS'],
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['HeadlessChrome/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
];
const systems: [string, string][] = [
  ['Windows', 'Windows'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
];

/** What a pattern of each kind looks like. */
export const patternExamples: Record<GrantKind, string> = {
  workspace: 'default',
  bundle: 'lower-thirds',
  replicant: 'lower-thirds:*',
  assets: 'lower-thirds:logos',
  graphic: '/bundles/lower-thirds/graphics/*',
};
