import type { GrantRule, Reach, Role } from '#contract/access';
import type { GrantView, InviteView, KeyKind, RestrictionView, SessionView } from '#contract/identity';

/** Somebody who can sign in, or could. Secrets are hashed or sealed; times are milliseconds since 1970, as everywhere. */
export type Account = {
  id: string;
  username: string;
  displayName?: string;
  role: Role;
  reach: Reach;
  /** Those that are over, too. */
  grants: GrantView[];
  providers: AccountProvider[];
  passwordHash?: string;
  /** Sealed. Absent: no second factor. */
  totpSecret?: string;
  recoveryCodesLeft: number;
  failedAttempts: number;
  lockedUntil?: number;
  disabledAt?: number;
  lastSignInAt?: number;
  createdAt: number;
  openSessions: number;
};
export type AccountProvider = { provider: string; providerId: string; label?: string };
export type NewAccount = Pick<Account, 'id' | 'username' | 'displayName' | 'passwordHash' | 'role' | 'reach' | 'createdAt'> & {
  grants: GrantView[];
  provider?: AccountProvider;
};
/** `null` takes it away; what is absent stays. */
export type AccountChange = {
  role?: Role;
  reach?: Reach;
  displayName?: string | null;
  disabledAt?: number | null;
  totp?: null;
  /** Forgets failed attempts and their lock. */
  unlock?: true;
};
/** A link by which a user sets a new password. `makerId`: whose right to administer it needs; absent: made in open mode. */
export type PasswordLink = { userId: string; makerId?: string; createdBy: string; createdAt: number; expiresAt: number };
/** Open links that ended with their maker's right to administer. `userId`: whose new password it was for. */
export type EndedLinks = { invites: InviteView[]; passwordLinks: { userId: string; username: string }[] };
export type AccountKey = { id: string } | { username: string } | { provider: string; providerId: string };

export type StoredSession = Omit<SessionView, 'connections'>;
/** The account that a key ends with. */
export type KeyOwner = Pick<Account, 'role' | 'reach' | 'grants' | 'disabledAt'>;
export type StoredKey = {
  id: string;
  kind: KeyKind;
  name: string;
  prefix: string;
  userId?: string;
  createdBy: string;
  level: 'read' | 'write';
  grants: GrantRule[];
  createdAt: number;
  expiresAt?: number;
  lastUsedAt?: number;
  revokedAt?: number;
};
/** How long somebody is locked out after `from` failures in a row: `firstMs`, twice that after each further one, never more than `mostMs`. */
export type LockPolicy = { from: number; firstMs: number; mostMs: number };
/** A sealed text in storage, and where it is. */
export type SealedText = { place: 'totp' | 'accessToken' | 'refreshToken' | 'idToken'; id: string; text: string };

/**
 * Where people, their sessions, keys and invitations are kept. Every method rejects when storage doesn't answer; then nothing has changed.
 * What must be true at once is one method: nothing here is read, decided on and written by the caller.
 */
export interface Accounts {
  /** User names are compared without regard to case. */
  find(by: AccountKey, now: number): Promise<Account | undefined>;
  /** By user name. */
  list(now: number): Promise<Account[]>;
  /** Whether somebody is there who may administer and can sign in. */
  hasAdministrator(): Promise<boolean>;
  /**
   * All or nothing, and never two of one name. `onlyFirst`: only while there is no administrator. `invite`: uses that invitation up, which
   * works once, whoever else tries at the same time, and only while its maker may invite.
   */
  create(
    account: NewAccount,
    options?: { onlyFirst?: boolean; invite?: { tokenHash: string } },
  ): Promise<'created' | 'name-taken' | 'provider-taken' | 'not-first' | 'used-up'>;
  /**
   * `keepAdministrator`: refuses what would leave nobody who may administer, also when two are changed at once. Who is disabled loses their
   * link for a new password. Every open link made by who may not administer afterwards ends with it, for good, and is answered.
   */
  change(
    id: string,
    change: AccountChange,
    options: { keepAdministrator: boolean; now: number },
  ): Promise<EndedLinks | 'unknown' | 'last-admin'>;
  /** With sessions, grants, keys, and the open links that they made. Providers' identities stay as unlinked ones that are nobody's. */
  delete(id: string, options: { keepAdministrator: boolean; now: number }): Promise<EndedLinks | 'unknown' | 'last-admin'>;

  /**
   * Puts `to` in the place of the password's hash `from` (absent: there was none). False: it is another one by now. With `isNew` it is of
   * another password, and the link for a new one ends.
   */
  replaceHash(id: string, hashes: { from?: string; to: string; isNew: boolean }): Promise<boolean>;

  /** Counts an attempt to sign in before it is made, as failed; refused while locked. `lockedUntil` is the lock that it left or met. */
  claimAttempt(id: string, now: number, policy: LockPolicy): Promise<{ isLocked: boolean; lockedUntil?: number }>;
  /** The attempt neither failed nor succeeded: takes its count and its lock back. */
  releaseAttempt(id: string, lockedUntil: number | undefined): Promise<void>;
  /** It succeeded: forgets them all. */
  clearAttempts(id: string): Promise<void>;

  /** False: there is one already, or no such user. */
  setTotp(id: string, totp: { secret: string; step: number; recoveryHashes: string[] }): Promise<boolean>;
  /** True once for each step, and never for one before it. */
  useTotpStep(id: string, step: number): Promise<boolean>;
  /** True once for each code. */
  useRecoveryCode(id: string, hash: string): Promise<boolean>;

  /** `taken`: it is another user's, or was until they unlinked it. */
  link(userId: string, provider: AccountProvider): Promise<'linked' | 'taken'>;
  /** It stays known as theirs, and opens nothing. `only-way`: they have no password and no other provider, also when two are unlinked at once. */
  unlink(userId: string, provider: string, now: number): Promise<'unlinked' | 'none' | 'only-way'>;
  /** Whether it was somebody's until they unlinked it or were deleted. It makes no account, and `find` doesn't know it. */
  isUnlinked(provider: Pick<AccountProvider, 'provider' | 'providerId'>): Promise<boolean>;

  /**
   * Undefined: no such user, or a disabled one, or one whose password's hash has another SHA-256 than `passwordStamp` by now. Of more than
   * `most` open ones the oldest end; their ids are in `ended`.
   */
  openSession(
    session: Omit<StoredSession, 'username' | 'lastSeenAt'> & { passwordStamp?: string },
    most: number,
  ): Promise<{ account: Account; ended: string[] } | undefined>;
  /** Undefined: there is none, it was revoked or is over. */
  session(id: string, now: number): Promise<{ session: StoredSession; account: Account } | undefined>;
  /** Why a session is no more. Undefined: it is open, or it was so long ago that nothing is known of it. */
  sessionEnd(id: string, now: number): Promise<'disabled' | 'revoked' | 'expired' | undefined>;
  /** The open ones, the last seen first. */
  sessions(of: { userId?: string }, now: number): Promise<StoredSession[]>;
  /** Answers the ids of those that were open until now. */
  revokeSessions(which: { id: string } | { userId: string; except?: string }, now: number): Promise<string[]>;
  touchSession(id: string, at: number): Promise<void>;

  addGrant(userId: string, grant: GrantView): Promise<GrantView | undefined>;
  removeGrant(id: string): Promise<{ userId: string; grant: GrantView } | undefined>;
  restrictions(): Promise<RestrictionView[]>;
  /** False: it was so already. */
  restrict(restriction: RestrictionView): Promise<boolean>;
  unrestrict(kind: RestrictionView['kind'], name: string): Promise<boolean>;

  /**
   * `makerId`: whose right to invite it needs, now and whenever it is looked at or used; absent: made in open mode. False: they may not, in
   * the moment of its storing.
   */
  addInvite(invite: InviteView, made: { tokenHash: string; makerId?: string }): Promise<boolean>;
  /** Without revoked ones, and without open ones whose maker may invite nobody; the newest first. */
  invites(now: number): Promise<InviteView[]>;
  /** Undefined: there is none, it was used, revoked, or is over, or its maker may invite nobody. */
  openInvite(tokenHash: string, now: number): Promise<InviteView | undefined>;
  revokeInvite(id: string, now: number): Promise<InviteView | undefined>;

  /**
   * The one before it of the same user ends. `forbidden`: its maker may not administer, in the moment of its storing; `unknown`: no such
   * user, a disabled one, or one without a password.
   */
  addPasswordLink(link: PasswordLink, tokenHash: string): Promise<'added' | 'forbidden' | 'unknown'>;
  /** Undefined: there is none, it was used or is over, or its maker may not administer. */
  openPasswordLink(tokenHash: string, now: number): Promise<(PasswordLink & { username: string }) | undefined>;
  /**
   * Uses an open link up, once, whoever else tries at the same time: the password is the new one, failed attempts and their lock are
   * forgotten, and all sessions end, whose ids are answered. Undefined: it isn't open.
   */
  usePasswordLink(
    tokenHash: string,
    { passwordHash, now }: { passwordHash: string; now: number },
  ): Promise<(PasswordLink & { username: string; ended: string[] }) | undefined>;

  addKey(key: StoredKey, hash: string): Promise<void>;
  /** The newest first. */
  keys(): Promise<StoredKey[]>;
  /** With whose it is, as they are now (disabled, too); undefined: there is none, it was revoked or is over. */
  keyByHash(hash: string, now: number): Promise<{ key: StoredKey; owner?: KeyOwner } | undefined>;
  /**
   * Revokes a key and adds one with the same rights, maker and end in its place, or does neither. Undefined: there is none that is in use.
   */
  replaceKey(id: string, next: { id: string; prefix: string; hash: string }, now: number): Promise<StoredKey | undefined>;
  /** Undefined: there is none that is in use. */
  revokeKey(id: string, now: number): Promise<StoredKey | undefined>;
  touchKey(id: string, at: number): Promise<void>;

  /** When the next grant, session or key ends after `after`. */
  nextExpiry(after: number): Promise<number | undefined>;
  /** What ended after `after`, until `until`. */
  expired(after: number, until: number): Promise<{ userIds: string[]; sessionIds: string[]; keyIds: string[] }>;

  sealedTexts(): Promise<SealedText[]>;
  /** False: it has become another one meanwhile. */
  reseal(sealed: SealedText, text: string): Promise<boolean>;
  close(): Promise<void>;
}
