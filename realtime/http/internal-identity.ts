import type { IdentityValues } from '#contract/internal-identity';
import type { InternalMethodOf } from './internal-methods.ts';
import { previewOfUser } from './internal-preview.ts';

/** People, sessions, keys. All of it changes here, in the gateway, so that what is revoked ends at once. */
export const identityMethods: { [M in keyof IdentityValues]: InternalMethodOf<M> } = {
  'identity.authenticate': async ({ credentials, origin }, { identity }) => {
    const asker = await identity.authenticate(defined(credentials), origin);
    return asker === undefined ? { mode: identity.mode } : { mode: identity.mode, asker };
  },
  'identity.sessionEnd': async ({ sessionToken }, { identity }) => (await identity.sessionEnd(sessionToken)) ?? null,
  'identity.needsSetup': (_, { identity }) => identity.needsSetup(),
  'identity.setUp': ({ origin, ...input }, { identity }) => identity.setUp(input, origin),
  'identity.checkPassword': ({ origin, ...input }, { identity }) => identity.checkPassword(defined(input), origin),
  'identity.beginDirectory': ({ origin, ...input }, { identity }) => identity.beginDirectory(input, origin),
  'identity.endDirectory': ({ origin, ...input }, { identity }) => identity.endDirectory(input, origin),
  'identity.enterByProvider': ({ origin, identity: shown, ...input }, { identity }) =>
    identity.enterByProvider({ identity: defined(shown), ...withStanding(input) }, origin),
  'identity.openSession': ({ origin, ...input }, { identity }) => identity.openSession(defined(input), origin),
  'identity.readInvite': (input, { identity }) => identity.readInvite(input),
  'identity.acceptInvite': ({ origin, ...input }, { identity }) => identity.acceptInvite(input, origin),
  'identity.readPasswordLink': (input, { identity }) => identity.readPasswordLink(input),
  'identity.usePasswordLink': ({ origin, ...input }, { identity }) => identity.usePasswordLink(input, origin),
  'account.me': (_, { identity }, asked) => identity.me(asked),
  'account.changePassword': (input, { identity }, asked) => identity.changePassword(defined(input), asked),
  'account.beginTotp': (input, { identity }, asked) => identity.beginTotp(input, asked),
  'account.confirmTotp': (input, { identity }, asked) => identity.confirmTotp(input, asked),
  'account.removeTotp': (input, { identity }, asked) => identity.removeTotp(input, asked),
  'account.unlink': (input, { identity }, asked) => identity.unlinkProvider(input, asked),
  'user.list': (_, { identity }, asked) => identity.users(asked),
  'user.change': (input, { identity }, asked) => identity.changeUser(defined(input), asked),
  'user.delete': (input, { identity }, asked) => identity.deleteUser(input, asked),
  'user.grant': ({ userId, rule }, { identity }, asked) => identity.grant({ userId, rule: defined(rule) }, asked),
  'user.ungrant': (input, { identity }, asked) => identity.ungrant(input, asked),
  'user.preview': previewOfUser,
  'user.createFirst': (input, { identity }, { origin }) =>
    identity.setUp({ ...input, token: identity.openSetup().token }, origin),
  'user.passwordLink': (input, { identity }, asked) => identity.makePasswordLink(input, asked),
  'restriction.list': async (_, { identity, access }, { actor }) =>
    (await identity.restrictions()).filter(({ kind, name }) =>
      kind === 'workspace'
        ? access.refuse(actor, 'workspace.see', { kind, name }) === undefined
        : access.refuse(actor, 'bundle.see', { kind, bundle: name }) === undefined,
    ),
  'restriction.set': (input, { identity }, asked) => identity.restrict(input, asked),
  'invite.list': (_, { identity }, asked) => identity.invites(asked),
  'invite.create': ({ standing, ...input }, { identity }, asked) =>
    identity.invite({ ...input, standing: { ...standing, grants: standing.grants.map(defined) } }, asked),
  'invite.revoke': (input, { identity }, asked) => identity.revokeInvite(input, asked),
  'session.list': (input, { identity }, asked) => identity.sessions(defined(input), asked),
  'session.revoke': (input, { identity }, asked) => identity.revokeSessions(defined(input), asked),
  'session.ticket': (_, { identity }, asked) => identity.openTicket(asked),
  'key.list': (_, { identity }, asked) => identity.keys(asked),
  'key.create': (input, { identity }, asked) => identity.createKey(input, asked),
  'key.revoke': (input, { identity }, asked) => identity.revokeKey(input, asked),
};

function withStanding<S, L>({
  standing,
  linkTo,
}: {
  standing?: S | undefined;
  linkTo?: L | undefined;
}): { standing?: S; linkTo?: L } {
  return { ...(standing === undefined ? {} : { standing }), ...(linkTo === undefined ? {} : { linkTo }) };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without what is undefined: zod says that of what is absent. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, property]) => property !== undefined)) as Defined<T>;
}
