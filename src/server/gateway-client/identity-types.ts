import type { InternalInput, InternalValues } from '#contract/internal';
import type { IdentityValues } from '#contract/internal-identity';

type Asks<M extends keyof IdentityValues> = (input: InternalInput<M>) => Promise<InternalValues[M]>;
type Answers<M extends keyof IdentityValues> = () => Promise<InternalValues[M]>;

/** Sign-in, first set-up, invitations and links for a new password: asked by Next itself, which says from where (`origin`) it was asked. */
export type ForNextItself = {
  authenticate: Asks<'identity.authenticate'>;
  /** Why the session of a token is no more. */
  sessionEnd: Asks<'identity.sessionEnd'>;
  /** True while nobody can sign in yet. */
  needsSetup: Answers<'identity.needsSetup'>;
  setUp: Asks<'identity.setUp'>;
  checkPassword: Asks<'identity.checkPassword'>;
  /** Before and after a directory is asked for a password. */
  beginDirectory: Asks<'identity.beginDirectory'>;
  endDirectory: Asks<'identity.endDirectory'>;
  enterByProvider: Asks<'identity.enterByProvider'>;
  openSession: Asks<'identity.openSession'>;
  readInvite: Asks<'identity.readInvite'>;
  acceptInvite: Asks<'identity.acceptInvite'>;
  readPasswordLink: Asks<'identity.readPasswordLink'>;
  usePasswordLink: Asks<'identity.usePasswordLink'>;
};

/** People, sessions and keys, for whoever asks. */
export type AccountClients = {
  account: {
    me: Answers<'account.me'>;
    changePassword: Asks<'account.changePassword'>;
    beginTotp: Asks<'account.beginTotp'>;
    confirmTotp: Asks<'account.confirmTotp'>;
    removeTotp: Asks<'account.removeTotp'>;
    unlink: Asks<'account.unlink'>;
  };
  users: {
    list: Answers<'user.list'>;
    change: Asks<'user.change'>;
    delete: Asks<'user.delete'>;
    grant: Asks<'user.grant'>;
    ungrant: Asks<'user.ungrant'>;
    /** What a user's dashboard has. */
    preview: Asks<'user.preview'>;
    /** The first administrator's account, made by who administers the open mode. */
    createFirst: Asks<'user.createFirst'>;
    /** A link by which a user sets a new password. */
    passwordLink: Asks<'user.passwordLink'>;
  };
  restrictions: { list: Answers<'restriction.list'>; set: Asks<'restriction.set'> };
  invites: { list: Answers<'invite.list'>; create: Asks<'invite.create'>; revoke: Asks<'invite.revoke'> };
  sessions: { list: Asks<'session.list'>; revoke: Asks<'session.revoke'>; ticket: Asks<'session.ticket'> };
  keys: { list: Answers<'key.list'>; create: Asks<'key.create'>; revoke: Asks<'key.revoke'> };
};
