import { z } from 'zod';
import {
  askedSchema,
  credentialsSchema,
  grantRuleSchema,
  newKeySchema,
  standingSchema,
  type Asker,
  type AuthMode,
  type GrantView,
  type IdentityError,
  type InviteView,
  type KeyView,
  type RestrictionView,
  type SessionView,
  type UserView,
} from './identity.ts';
import { userRoles, type Role } from './access.ts';
import { limits } from './limits.ts';
import type { Result } from './result.ts';
import type { UserPreview } from './user-preview.ts';
import type { SessionEnd } from './sign-in.ts';

/* The part of the internal API that is about people, sessions and keys. `identity.…` is for Next itself: sign-in pages ask before anybody is known. */

const nothing = z.object({});
const id = z.string().min(1).max(64);
const token = z.string().min(1).max(256);
const origin = askedSchema.shape.origin;
const code = z.string().trim().min(1).max(64);
/** Longer than any that can be: a wrong one is wrong, not malformed, and the service says why. */
const givenName = z.string().max(1_024);
const givenPassword = z.string().max(1_024);
const moment = z.number().int().positive();

/** A user's standing, as an administrator changes it. What is absent stays. */
export const userChangeSchema = z.object({
  userId: id,
  role: z.enum(userRoles).optional(),
  reach: z.enum(['all', 'granted']).optional(),
  displayName: z.string().trim().max(100).optional(),
  disabled: z.boolean().optional(),
  /** Forgets the second factor, so that the user can set another one up. */
  resetTotp: z.boolean().optional(),
  unlock: z.boolean().optional(),
});
export const newInviteSchema = z.object({
  label: z.string().trim().min(1).max(100),
  standing: standingSchema,
  expiresAt: moment,
});
export const restrictSchema = z.object({
  kind: z.enum(['workspace', 'bundle']),
  name: z.string().min(1).max(limits.nameLength),
  restricted: z.boolean(),
});
export const sessionsOfSchema = z.object({ userId: id.optional(), everybody: z.boolean().optional() });
/** One session; all of a user; or one's own, with `butThis` all but the one that asks. */
export const revokeSessionsSchema = z.object({
  sessionId: id.optional(),
  userId: id.optional(),
  butThis: z.boolean().optional(),
});
export const newAccountSchema = z.object({ username: givenName, password: givenPassword });
export const newPasswordSchema = z.object({ token, password: givenPassword });
export const changePasswordSchema = z.object({ current: givenPassword.optional(), next: givenPassword });
export const beginTotpSchema = z.object({ current: givenPassword });
export const tokenSchema = z.object({ token });
export const totpCodeSchema = z.object({ code });
export const userIdSchema = z.object({ userId: id });
export const grantSchema = z.object({ userId: id, rule: grantRuleSchema });
export const grantIdSchema = z.object({ grantId: id });
export const inviteIdSchema = z.object({ inviteId: id });
export const keyIdSchema = z.object({ keyId: id });
export const providerSchema = z.object({ provider: z.string().min(1).max(64) });

export const identitySchemas = {
  /** Who somebody is, whose request came to Next. */
  'identity.authenticate': z.object({ credentials: credentialsSchema, origin }),
  'identity.sessionEnd': z.object({ sessionToken: z.string().min(1).max(16_384) }),
  'identity.needsSetup': nothing,
  'identity.setUp': newAccountSchema.extend({ token, origin }),
  'identity.checkPassword': z.object({
    username: z.string().max(256),
    password: givenPassword,
    code: code.optional(),
    origin,
  }),
  'identity.beginDirectory': z.object({ username: z.string().max(256), origin }),
  'identity.endDirectory': z.object({ username: z.string().max(256), outcome: z.enum(['right', 'wrong', 'away']), origin }),
  'identity.enterByProvider': z.object({
    identity: z.object({
      provider: z.string().min(1).max(64),
      id: z.string().min(1).max(512),
      name: z.string().max(256),
      label: z.string().max(256).optional(),
    }),
    standing: standingSchema.optional(),
    linkTo: id.optional(),
    origin,
  }),
  'identity.openSession': z.object({
    userId: id,
    method: z.string().min(1).max(64),
    expiresAt: moment,
    /** As the check of the password answered it. */
    passwordStamp: z.string().max(64).optional(),
    origin,
  }),
  'identity.readInvite': tokenSchema,
  'identity.acceptInvite': newAccountSchema.extend({ token, origin }),
  'identity.readPasswordLink': tokenSchema,
  'identity.usePasswordLink': newPasswordSchema.extend({ origin }),
  'account.me': nothing,
  'account.changePassword': changePasswordSchema,
  'account.beginTotp': beginTotpSchema,
  'account.confirmTotp': totpCodeSchema,
  'account.removeTotp': totpCodeSchema,
  'account.unlink': providerSchema,
  'user.list': nothing,
  'user.change': userChangeSchema,
  'user.delete': userIdSchema,
  'user.grant': grantSchema,
  'user.ungrant': grantIdSchema,
  /** What a user's dashboard has, for who administers. */
  'user.preview': userIdSchema,
  /** The first administrator's account, made by who administers the open mode. */
  'user.createFirst': newAccountSchema,
  'user.passwordLink': userIdSchema,
  'restriction.list': nothing,
  'restriction.set': restrictSchema,
  'invite.list': nothing,
  'invite.create': newInviteSchema,
  'invite.revoke': inviteIdSchema,
  'session.list': sessionsOfSchema,
  'session.revoke': revokeSessionsSchema,
  'session.ticket': nothing,
  'key.list': nothing,
  'key.create': newKeySchema,
  'key.revoke': keyIdSchema,
} as const;

type Outcome<T> = Result<T, IdentityError>;

/** What each of these methods answers. */
export type IdentityValues = {
  'identity.authenticate': { mode: AuthMode; asker?: Asker };
  'identity.sessionEnd': SessionEnd | null;
  'identity.needsSetup': boolean;
  'identity.setUp': Outcome<UserView>;
  'identity.checkPassword': Outcome<{ userId: string; passwordStamp?: string }>;
  'identity.beginDirectory': Outcome<null>;
  'identity.endDirectory': Outcome<null>;
  'identity.enterByProvider': Outcome<{ userId: string }>;
  'identity.openSession': Outcome<{ sessionId: string; username: string; role: Role }>;
  'identity.readInvite': Outcome<{ label: string; expiresAt: number }>;
  'identity.acceptInvite': Outcome<{ userId: string }>;
  'identity.readPasswordLink': Outcome<{ username: string; expiresAt: number }>;
  'identity.usePasswordLink': Outcome<{ username: string }>;
  'account.me': Outcome<UserView>;
  'account.changePassword': Outcome<null>;
  'account.beginTotp': Outcome<{ secret: string; uri: string }>;
  'account.confirmTotp': Outcome<{ recoveryCodes: string[] }>;
  'account.removeTotp': Outcome<null>;
  'account.unlink': Outcome<null>;
  'user.list': Outcome<UserView[]>;
  'user.change': Outcome<UserView>;
  'user.delete': Outcome<null>;
  'user.grant': Outcome<GrantView>;
  'user.ungrant': Outcome<null>;
  'user.preview': Outcome<UserPreview>;
  'user.createFirst': Outcome<UserView>;
  /** The only time that its token is told. */
  'user.passwordLink': Outcome<{ username: string; token: string; expiresAt: number }>;
  /** Those of what who asks may see. */
  'restriction.list': RestrictionView[];
  'restriction.set': Outcome<RestrictionView[]>;
  'invite.list': Outcome<InviteView[]>;
  'invite.create': Outcome<{ invite: InviteView; token: string }>;
  'invite.revoke': Outcome<null>;
  'session.list': Outcome<SessionView[]>;
  'session.revoke': Outcome<{ revoked: number }>;
  /** For a socket on another origin, where the session's cookie doesn't go. */
  'session.ticket': Outcome<{ ticket: string; expiresAt: number }>;
  'key.list': Outcome<KeyView[]>;
  /** The only time that the key itself is told. */
  'key.create': Outcome<{ key: KeyView; secret: string }>;
  'key.revoke': Outcome<null>;
};
