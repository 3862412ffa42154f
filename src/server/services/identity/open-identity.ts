import type { Asker, IdentityError } from '#contract/identity';
import { failure, type Result } from '#contract/result';
import { localActor } from '#contract/replicant';
import type { IdentityService } from './types.ts';

/** Whoever is at this machine is the administrator. */
export const localAsker: Asker = { actor: localActor, via: 'open' };

/** Nobody has to sign in, and no accounts are kept: what is about them is refused with a reason. */
export function createOpenIdentity(): IdentityService {
  const noAccounts = (): Promise<Result<never, IdentityError>> =>
    Promise.resolve(failure({ code: 'storage-away' as const, message: 'This server keeps no accounts.' }));
  return {
    mode: 'open',
    authenticate: () => Promise.resolve(localAsker),
    sessionEnd: () => Promise.resolve(undefined),
    needsSetup: () => Promise.resolve(false),
    openSetup: () => ({ token: '', expiresAt: 0 }),
    setUp: noAccounts,
    checkPassword: noAccounts,
    beginDirectory: noAccounts,
    endDirectory: noAccounts,
    enterByProvider: noAccounts,
    openSession: noAccounts,
    openTicket: noAccounts,
    me: noAccounts,
    changePassword: noAccounts,
    beginTotp: noAccounts,
    confirmTotp: noAccounts,
    removeTotp: noAccounts,
    unlinkProvider: noAccounts,
    users: noAccounts,
    changeUser: noAccounts,
    deleteUser: noAccounts,
    grant: noAccounts,
    ungrant: noAccounts,
    restrictions: () => Promise.resolve([]),
    restrict: noAccounts,
    invites: noAccounts,
    invite: noAccounts,
    revokeInvite: noAccounts,
    readInvite: noAccounts,
    acceptInvite: noAccounts,
    sessions: noAccounts,
    revokeSessions: noAccounts,
    keys: noAccounts,
    createKey: noAccounts,
    revokeKey: noAccounts,
    renewKey: noAccounts,
    close: () => Promise.resolve(),
  };
}
