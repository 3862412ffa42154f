import type { GrantView, InviteView } from '#contract/identity';
import type { EndedLinks, NewAccount, PasswordLink, StoredKey } from './accounts.ts';

/* Rows for tests of accounts. */

export const now = 1_790_000_000_000;
export const hour = 3_600_000;
let made = 0;
export const unique = (what: string) => `${what}-${(made += 1)}`;
export const nothingEnded: EndedLinks = { invites: [], passwordLinks: [] };
export const grantOf = (more: Partial<GrantView> = {}): GrantView => ({
  id: unique('grant'),
  kind: 'bundle',
  pattern: 'show-*',
  level: 'write',
  createdBy: 'ada',
  createdAt: now,
  ...more,
});
export const accountOf = (more: Partial<NewAccount> = {}): NewAccount => ({
  id: unique('user'),
  username: unique('Ada'),
  passwordHash: 'a hash',
  role: 'OPERATOR',
  reach: 'all',
  grants: [],
  createdAt: now,
  ...more,
});
export const inviteOf = (more: Partial<InviteView> = {}): InviteView => ({
  id: unique('invite'),
  label: 'for Grace',
  role: 'VIEWER',
  reach: 'granted',
  grants: [{ kind: 'workspace', pattern: 'Main', level: 'read' }],
  createdBy: 'ada',
  createdAt: now,
  expiresAt: now + hour,
  ...more,
});
export const linkOf = (userId: string, more: Partial<PasswordLink> = {}): PasswordLink => ({
  userId,
  createdBy: 'ada',
  createdAt: now,
  expiresAt: now + hour,
  ...more,
});
export const keyOf = (more: Partial<StoredKey> = {}): StoredKey => ({
  id: unique('key'),
  kind: 'token',
  name: 'scores',
  prefix: 'ncg_abcd',
  createdBy: 'ada',
  level: 'read',
  grants: [{ kind: 'replicant', pattern: 'show:*', level: 'read', expiresAt: now + hour }],
  createdAt: now,
  ...more,
});
export const sessionOf = (userId: string, more: { id?: string; createdAt?: number; expiresAt?: number } = {}) => ({
  id: unique('session'),
  userId,
  method: 'password',
  address: '192.0.2.1',
  userAgent: 'a browser',
  createdAt: now,
  expiresAt: now + hour,
  ...more,
});
