import type { CallGateway } from './call-gateway.ts';
import type { AccountClients, ForNextItself } from './identity-types.ts';

/** What Next asks for itself, before anybody is known. */
export function forNextItself(call: CallGateway): ForNextItself {
  return {
    authenticate: (input) => call('identity.authenticate', input),
    sessionEnd: (input) => call('identity.sessionEnd', input),
    needsSetup: () => call('identity.needsSetup', {}),
    setUp: (input) => call('identity.setUp', input),
    checkPassword: (input) => call('identity.checkPassword', input),
    beginDirectory: (input) => call('identity.beginDirectory', input),
    endDirectory: (input) => call('identity.endDirectory', input),
    enterByProvider: (input) => call('identity.enterByProvider', input),
    openSession: (input) => call('identity.openSession', input),
    readInvite: (input) => call('identity.readInvite', input),
    acceptInvite: (input) => call('identity.acceptInvite', input),
    readPasswordLink: (input) => call('identity.readPasswordLink', input),
    usePasswordLink: (input) => call('identity.usePasswordLink', input),
  };
}

/** People, sessions and keys, for whoever asks. */
export function accountClients(call: CallGateway): AccountClients {
  return {
    account: {
      me: () => call('account.me', {}),
      changePassword: (input) => call('account.changePassword', input),
      beginTotp: (input) => call('account.beginTotp', input),
      confirmTotp: (input) => call('account.confirmTotp', input),
      removeTotp: (input) => call('account.removeTotp', input),
      unlink: (input) => call('account.unlink', input),
    },
    users: {
      list: () => call('user.list', {}),
      change: (input) => call('user.change', input),
      delete: (input) => call('user.delete', input),
      grant: (input) => call('user.grant', input),
      ungrant: (input) => call('user.ungrant', input),
      preview: (input) => call('user.preview', input),
      createFirst: (input) => call('user.createFirst', input),
      passwordLink: (input) => call('user.passwordLink', input),
    },
    restrictions: { list: () => call('restriction.list', {}), set: (input) => call('restriction.set', input) },
    invites: {
      list: () => call('invite.list', {}),
      create: (input) => call('invite.create', input),
      revoke: (input) => call('invite.revoke', input),
    },
    sessions: {
      list: (input) => call('session.list', input),
      revoke: (input) => call('session.revoke', input),
      ticket: (input) => call('session.ticket', input),
    },
    keys: {
      list: () => call('key.list', {}),
      create: (input) => call('key.create', input),
      revoke: (input) => call('key.revoke', input),
    },
  };
}
