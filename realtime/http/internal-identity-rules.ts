import type { IdentityValues } from '#contract/internal-identity';
import type { InternalRule } from './internal-rules.ts';

const theServer = { kind: 'server' } as const;

/**
 * Who may call each method about people, sessions and keys. What is somebody's own (sessions, keys) is told apart by the service, which
 * knows whose it is.
 */
export const identityRules: { [M in keyof IdentityValues]: InternalRule<M> } = {
  'identity.authenticate': 'server',
  'identity.sessionEnd': 'server',
  'identity.needsSetup': 'server',
  'identity.setUp': 'server',
  'identity.checkPassword': 'server',
  'identity.beginDirectory': 'server',
  'identity.endDirectory': 'server',
  'identity.enterByProvider': 'server',
  'identity.openSession': 'server',
  'identity.readInvite': 'server',
  'identity.acceptInvite': 'server',
  'identity.readPasswordLink': 'server',
  'identity.usePasswordLink': 'server',
  'account.me': 'account.own',
  'account.changePassword': 'account.own',
  'account.beginTotp': 'account.own',
  'account.confirmTotp': 'account.own',
  'account.removeTotp': 'account.own',
  'account.unlink': 'account.own',
  'user.list': 'user.manage',
  'user.change': 'user.manage',
  'user.delete': 'user.manage',
  'user.grant': 'user.manage',
  'user.ungrant': 'user.manage',
  'user.preview': 'user.manage',
  'user.createFirst': 'user.manage',
  'user.passwordLink': 'user.manage',
  'restriction.list': 'listed',
  'restriction.set': 'user.manage',
  'invite.list': 'user.manage',
  'invite.create': 'user.manage',
  'invite.revoke': 'user.manage',
  'session.list': ({ userId, everybody }) => ({
    action: userId === undefined && everybody !== true ? 'account.own' : 'user.manage',
    resource: theServer,
  }),
  'session.revoke': ({ userId }) => ({ action: userId === undefined ? 'account.own' : 'user.manage', resource: theServer }),
  'session.ticket': 'account.own',
  'key.list': 'account.own',
  'key.create': 'account.own',
  'key.revoke': 'account.own',
};
