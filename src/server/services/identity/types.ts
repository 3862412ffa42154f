import type { GrantRule, Reach, Role } from '#contract/access';
import type { Origin } from '#contract/audit';
import type { SessionEnd } from '#contract/sign-in';
import type {
  Asked,
  Asker,
  AuthMode,
  Credentials,
  GrantView,
  IdentityError,
  InviteView,
  KeyView,
  NewKey,
  RestrictionView,
  SessionView,
  Standing,
  UserView,
} from '#contract/identity';
import type { Result } from '#contract/result';
import type { Checked, OtherPasswords } from './check-password.ts';
import type { NewSession } from './sessions.ts';

type Outcome<T> = Promise<Result<T, IdentityError>>;

/** Who somebody is who has shown it at a provider. `id` never changes there, the name may. */
export type ProviderIdentity = { provider: string; id: string; name: string; label?: string };

/** What an administrator changes of a user; what is absent stays. */
export type UserChange = {
  userId: string;
  role?: Role;
  reach?: Reach;
  displayName?: string;
  disabled?: boolean;
  resetTotp?: boolean;
  unlock?: boolean;
};

/**
 * People, sessions, keys. Lives in the gateway, and every change is made there, so that what ends, ends at once: it is published as
 * `identity.changed`. See SPEC.md for the rules by id.
 */
export interface IdentityService {
  readonly mode: AuthMode;
  /** Who asks; undefined: nobody that is known. From memory where it can be; a session that was revoked here is refused at once. */
  authenticate(credentials: Credentials, origin: Origin): Promise<Asker | undefined>;

  /** Why the session of this token is no more, for whoever holds the token. Undefined: it is open, or nothing is known of it. */
  sessionEnd(sessionToken: string): Promise<SessionEnd | undefined>;

  /** True while nobody can sign in yet. */
  needsSetup(): Promise<boolean>;
  /** A link for the first administrator, once, for 30 minutes; the one before it ends. */
  openSetup(): { token: string; expiresAt: number };
  setUp(input: { token: string; username: string; password: string }, origin: Origin): Outcome<UserView>;

  /**
   * Checks a user name and password, and a code where the user has a second factor. The same answer and time for who doesn't exist. Counts
   * failures, those at `others`, too.
   */
  checkPassword(
    input: { username: string; password: string; code?: string },
    origin: Origin,
    others?: OtherPasswords,
  ): Outcome<Checked>;
  /** Before a directory is asked for a password: counts the attempt, or is `locked`. */
  beginDirectory(input: { username: string }, origin: Origin): Outcome<null>;
  /** What came of it. `away`: the directory didn't answer, which is nobody's failure. */
  endDirectory(input: { username: string; outcome: 'right' | 'wrong' | 'away' }, origin: Origin): Outcome<null>;
  /**
   * The user behind a provider's identity, made with `standing` where there is none; or links it to `linkTo`. With `onlyWithoutPassword`
   * it is `wrong-credentials` for who has set a password of their own.
   */
  enterByProvider(
    input: { identity: ProviderIdentity; standing?: Standing; linkTo?: string; onlyWithoutPassword?: boolean },
    origin: Origin,
  ): Outcome<{ userId: string }>;
  /** Writes a sign-in down as a session. The token that NextAuth makes carries its id. */
  openSession(input: NewSession, origin: Origin): Outcome<{ sessionId: string; username: string; role: Role }>;

  /** A minute's ticket for sockets on another origin, of the session that asks. */
  openTicket(asked: Asked): Outcome<{ ticket: string; expiresAt: number }>;

  me(asked: Asked): Outcome<UserView>;
  changePassword(input: { current?: string; next: string }, asked: Asked): Outcome<null>;
  /** A secret to be shown as a QR code, for who knows the password; counts once `confirmTotp` had a code of it. */
  beginTotp(input: { current: string }, asked: Asked): Outcome<{ secret: string; uri: string }>;
  confirmTotp(input: { code: string }, asked: Asked): Outcome<{ recoveryCodes: string[] }>;
  removeTotp(input: { code: string }, asked: Asked): Outcome<null>;
  unlinkProvider(input: { provider: string }, asked: Asked): Outcome<null>;

  users(asked: Asked): Outcome<UserView[]>;
  changeUser(change: UserChange, asked: Asked): Outcome<UserView>;
  deleteUser(input: { userId: string }, asked: Asked): Outcome<null>;
  grant(input: { userId: string; rule: GrantRule }, asked: Asked): Outcome<GrantView>;
  ungrant(input: { grantId: string }, asked: Asked): Outcome<null>;
  restrictions(): Promise<RestrictionView[]>;
  restrict(input: { kind: 'workspace' | 'bundle'; name: string; restricted: boolean }, asked: Asked): Outcome<RestrictionView[]>;

  invites(asked: Asked): Outcome<InviteView[]>;
  /** The token is in the link, and nowhere else. */
  invite(
    input: { label: string; standing: Standing; expiresAt: number },
    asked: Asked,
  ): Outcome<{ invite: InviteView; token: string }>;
  revokeInvite(input: { inviteId: string }, asked: Asked): Outcome<null>;
  /** What an invitation is for, for whoever holds it. */
  readInvite(input: { token: string }): Outcome<{ label: string; expiresAt: number }>;
  acceptInvite(input: { token: string; username: string; password: string }, origin: Origin): Outcome<{ userId: string }>;

  /** A link by which this user sets a new password, once, within a day; the one before it ends. The token is nowhere else. */
  makePasswordLink(input: { userId: string }, asked: Asked): Outcome<{ username: string; token: string; expiresAt: number }>;
  /** Whose password it is for, for whoever holds it. */
  readPasswordLink(input: { token: string }): Outcome<{ username: string; expiresAt: number }>;
  /** All sessions of the user end; a second factor stays. */
  usePasswordLink(input: { token: string; password: string }, origin: Origin): Outcome<{ username: string }>;

  /** One's own, or with `userId` (for who may manage users) somebody's, or everybody's. */
  sessions(input: { userId?: string; everybody?: boolean }, asked: Asked): Outcome<SessionView[]>;
  revokeSessions(input: { sessionId?: string; userId?: string; butThis?: boolean }, asked: Asked): Outcome<{ revoked: number }>;

  keys(asked: Asked): Outcome<KeyView[]>;
  /** The key itself is in the answer, and never again. Nobody gives a key more than they have. */
  createKey(input: NewKey, asked: Asked): Outcome<{ key: KeyView; secret: string }>;
  revokeKey(input: { keyId: string }, asked: Asked): Outcome<null>;
  /**
   * A key asks for a new one in its place, with the same rights and end: the old one ends and the new one is made, or neither. `goOn` is
   * called before it is told that the old one has ended, so that who asks may go on by the new one.
   */
  renewKey(asked: Asked, goOn: (renewed: { keyId: string; secret: string }) => void): Outcome<{ secret: string }>;

  close(): Promise<void>;
}
