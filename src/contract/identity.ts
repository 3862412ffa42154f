import { z } from 'zod';
import { grantKinds, userRoles, type ActorAccess, type GrantRule, type Reach, type Role } from './access.ts';
import type { Origin } from './audit.ts';
import { limits } from './limits.ts';
import type { Actor } from './replicant.ts';

/* People, their sessions, invitations, and keys, as they travel. No hash, secret or token is ever in here, but a key once: when it is made. */

/** `open`: whoever is at this machine is the administrator. `login`: everybody signs in. */
export type AuthMode = 'open' | 'login';

export const usernameSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(64, 'may have 64 characters')
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._@+-]*$/u,
    'may contain letters, digits, spaces and . _ @ + -, and begins with a letter or digit',
  )
  .refine(looksLikeNoOther, 'may not mix alphabets, or have letters that nobody sees or that only look like others')
  .refine((name) => name.toLowerCase() !== 'local', '"local" is taken');

/** Who makes their own account must not pass for somebody else: by invisible letters, by letters of other widths, by an alphabet that looks alike. */
function looksLikeNoOther(name: string): boolean {
  if (/[\u115f\u1160\u3164\uffa0]/.test(name) || name.normalize('NFKC') !== name.normalize('NFC')) return false;
  return [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u].filter((script) => script.test(name)).length <= 1;
}

const grantShape = {
  kind: z.enum(grantKinds),
  pattern: z
    .string()
    .trim()
    .min(1)
    .max(2 * limits.nameLength),
  level: z.enum(['read', 'write']),
  expiresAt: z.number().int().positive().optional(),
};
export const grantRuleSchema = z.object(grantShape);
const reachShape = { reach: z.enum(['all', 'granted']), grants: z.array(grantRuleSchema).max(500) };
export const actorAccessSchema = z.object({
  ...reachShape,
  owner: z.object({ role: z.enum(userRoles), ...reachShape }).optional(),
});

export type GrantView = GrantRule & { id: string; createdBy: string; createdAt: number };
export type RestrictionView = { kind: 'workspace' | 'bundle'; name: string; createdBy: string; createdAt: number };

export type UserView = {
  id: string;
  username: string;
  displayName?: string;
  role: Role;
  reach: Reach;
  grants: GrantView[];
  hasPassword: boolean;
  hasTotp: boolean;
  recoveryCodesLeft: number;
  providers: { provider: string; label?: string }[];
  disabledAt?: number;
  lockedUntil?: number;
  lastSignInAt?: number;
  createdAt: number;
  openSessions: number;
};

export type SessionView = {
  id: string;
  userId: string;
  username: string;
  method: string;
  address: string;
  userAgent: string;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
  /** Pages that are connected by it now. */
  connections: number;
};

export const keyKinds = ['token', 'graphics'] as const;
export type KeyKind = (typeof keyKinds)[number];
export type KeyView = {
  id: string;
  kind: KeyKind;
  name: string;
  prefix: string;
  level: 'read' | 'write';
  grants: GrantRule[];
  createdBy: string;
  createdAt: number;
  expiresAt?: number;
  lastUsedAt?: number;
  revokedAt?: number;
};
export type InviteView = {
  id: string;
  label: string;
  role: Role;
  reach: Reach;
  grants: GrantRule[];
  createdBy: string;
  createdAt: number;
  expiresAt: number;
  usedAt?: number;
  usedBy?: string;
};

/** Somebody who asks, found out from a request. `sessionId` and `keyId` are what can be revoked. */
export type Asker = {
  actor: Actor;
  /** How they showed who they are. `open`: nobody has to. A browser sends `session` and `key-cookie` by itself, so those need protection from other sites. */
  via: 'open' | 'session' | 'bearer' | 'key' | 'key-cookie' | 'ticket';
  userId?: string;
  sessionId?: string;
  keyId?: string;
  /** When the session or key ends by itself, milliseconds since 1970: known without asking the database. Absent: it doesn't. */
  expiresAt?: number;
};

/** Who asks for a call, and from where: what Next tells the gateway beside the input. */
export type Asked = { asker: Asker; origin: Origin };

export const askedSchema = z.object({
  asker: z.object({
    actor: z.object({
      kind: z.enum(['user', 'graphic', 'extension', 'server', 'key']),
      id: z.string().min(1).max(limits.nameLength),
      role: z.enum(userRoles),
      access: actorAccessSchema.optional(),
    }),
    via: z.enum(['open', 'session', 'bearer', 'key', 'key-cookie', 'ticket']),
    userId: z.string().max(64).optional(),
    sessionId: z.string().max(64).optional(),
    keyId: z.string().max(64).optional(),
    expiresAt: z.number().optional(),
  }),
  origin: z.object({ address: z.string().max(64), userAgent: z.string().max(512) }),
});

/** What of a request can show who asks. */
export const credentialsSchema = z.object({
  /** NextAuth's session cookie, put together where it came in pieces. */
  sessionToken: z.string().max(16_384).optional(),
  /** `Authorization: Bearer …`: a session's token or an API token. */
  bearer: z.string().max(16_384).optional(),
  /** From `?key=`, and from the cookie that it becomes. */
  key: z.string().max(256).optional(),
  keyCookie: z.string().max(256).optional(),
  /** A minute's ticket for sockets on another origin. */
  ticket: z.string().max(4_096).optional(),
});
export type Credentials = z.infer<typeof credentialsSchema>;

/**
 * - `forbidden`: who asks may not. - `unknown-…`: there is none (any more). - `name-taken`: another user has it.
 * - `weak-password`: `message` says how to make it better. - `last-admin`: nobody would be left who may administer.
 * - `invalid`: `message` names what. - `used-up`: the link was used, revoked or is over. - `too-many`: a bound is reached.
 * - `wrong-credentials`: the same for a user that doesn't exist. - `locked`: too many failed attempts; `message` says until when.
 * - `unlinked`: a provider's identity that was unlinked or whose user was deleted.
 * - `totp-needed`: the password is right and a code is asked for.
 */
export const identityErrorCodes = [
  'forbidden',
  'unknown-user',
  'unknown-session',
  'unknown-key',
  'unknown-grant',
  'unknown-invite',
  'name-taken',
  'weak-password',
  'last-admin',
  'invalid',
  'used-up',
  'too-many',
  'wrong-credentials',
  'locked',
  'totp-needed',
  'unlinked',
  'storage-away',
] as const;
export type IdentityErrorCode = (typeof identityErrorCodes)[number];
/** `until`: of `locked`, milliseconds since 1970. */
export type IdentityError = { code: IdentityErrorCode; message: string; until?: number };

/** For a new user or an invitation. */
export const standingSchema = z.object({
  role: z.enum(userRoles),
  reach: z.enum(['all', 'granted']).default('all'),
  grants: z.array(grantRuleSchema).max(500).default([]),
});
export const newKeySchema = z.object({
  kind: z.enum(keyKinds),
  name: z.string().trim().min(1).max(100),
  level: z.enum(['read', 'write']),
  grants: z.array(grantRuleSchema).min(1).max(100),
  /** Milliseconds since 1970; absent: until it is revoked. */
  expiresAt: z.number().int().positive().optional(),
});
export type NewKey = z.infer<typeof newKeySchema>;
export type Standing = z.infer<typeof standingSchema>;

/** What a page is told about its server and its viewer. */
export type Viewer = { actor: Actor & { access?: ActorAccess }; mode: AuthMode; sessionId?: string; userId?: string };
