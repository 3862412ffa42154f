import type { Origin } from '#contract/audit';
import { usernameSchema, type Standing } from '#contract/identity';
import { success } from '#contract/result';
import type { AccountProvider } from '#ports/accounts';
import { wrongCredentials } from './check-password.ts';
import { forbidden, note, refuse, unknownUser, type IdentityContext, type Outcome } from './context.ts';
import { bareAccount } from './new-account.ts';
import type { ProviderIdentity } from './types.ts';

type Entry = { identity: ProviderIdentity; standing?: Standing; linkTo?: string; onlyWithoutPassword?: boolean };

/** Who comes from a provider is known by the provider's id alone: names and addresses there change hands. */
export function createProviders(context: IdentityContext) {
  const { accounts, now } = context;
  return {
    async enterByProvider(
      { identity, standing, linkTo, onlyWithoutPassword }: Entry,
      origin: Origin,
    ): Outcome<{ userId: string }> {
      const provider: AccountProvider = {
        provider: identity.provider,
        providerId: identity.id,
        label: (identity.label ?? identity.name).slice(0, 200),
      };
      if (linkTo !== undefined) return link(context, { provider, linkTo }, origin);
      const known = await accounts.find(provider, now());
      if (known) {
        if (onlyWithoutPassword && known.passwordHash !== undefined) return wrongCredentials();
        if (known.disabledAt === undefined) return success({ userId: known.id });
        return refused(context, { target: `user:${known.username}`, reason: 'disabled' }, origin);
      }
      if (await accounts.isUnlinked(provider))
        return refused(context, { target: `${provider.provider}:${provider.providerId}`, reason: 'unlinked' }, origin);
      if (!standing)
        return refused(context, { target: `${provider.provider}:${provider.providerId}`, reason: 'unknown-user' }, origin);
      return create(context, { provider, name: identity.name, standing }, origin);
    },
  };
}

function refused(context: IdentityContext, { target, reason }: { target: string; reason: string }, origin: Origin) {
  note(context, origin, { action: 'session.sign-in', target, result: 'refused', reason });
  if (reason === 'disabled') return forbidden();
  return reason === 'unlinked'
    ? refuse(
        'unlinked',
        'This sign-in was unlinked from the account that it belonged to. Sign in another way and link it again on My account, or ask an administrator.',
      )
    : refuse('unknown-user', 'Nobody here signs in with this account. Ask an administrator to invite you.');
}

async function link(
  context: IdentityContext,
  { provider, linkTo }: { provider: AccountProvider; linkTo: string },
  origin: Origin,
): Outcome<{ userId: string }> {
  const { accounts, now } = context;
  const account = await accounts.find({ id: linkTo }, now());
  if (!account) return unknownUser();
  if (account.disabledAt !== undefined) return forbidden();
  const target = `user:${account.username}`;
  const isKnown = account.providers.some((one) => one.provider === provider.provider && one.providerId === provider.providerId);
  if (isKnown) return success({ userId: linkTo });
  const who = { kind: 'user' as const, id: account.username, role: account.role };
  if ((await accounts.link(linkTo, provider)) === 'taken') {
    const entry = { actor: who, action: 'user.link' as const, target, origin };
    context.record({ ...entry, result: 'refused', reason: 'name-taken' });
    return refuse('name-taken', 'This account belongs to another user here.');
  }
  const after = { provider: provider.provider, label: provider.label ?? '' };
  context.record({ actor: who, action: 'user.link', target, after, origin, result: 'ok' });
  return success({ userId: linkTo });
}

async function create(
  context: IdentityContext,
  { provider, name, standing }: { provider: AccountProvider; name: string; standing: Standing },
  origin: Origin,
): Outcome<{ userId: string }> {
  const { accounts, now } = context;
  for (const username of namesFor(name, provider.provider)) {
    const account = bareAccount(username, standing, { now: now(), createdBy: provider.provider });
    const created = await accounts.create({ ...account, provider });
    if (created === 'created') {
      const after = { provider: provider.provider, role: standing.role, reach: standing.reach };
      note(context, origin, { action: 'user.create', target: `user:${username}`, after });
      return success({ userId: account.id });
    }
    // The same person in another window was faster.
    if (created === 'provider-taken') {
      const known = await accounts.find(provider, now());
      return known && known.disabledAt === undefined ? success({ userId: known.id }) : forbidden();
    }
  }
  return refuse('name-taken', 'There is no free user name for this account. Ask an administrator to invite you.');
}

/** The name there, made one that can be used here; a name that somebody has is never taken over. */
function* namesFor(name: string, provider: string): Generator<string> {
  const plain = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N} ._@+-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 48)
    .trim();
  const first = usernameSchema.safeParse(plain).success ? plain : `${provider}-user`;
  yield first;
  yield `${first}.${provider}`.slice(0, 64);
  for (let number = 2; number <= 50; number++) yield `${first}.${provider}-${number}`.slice(0, 64);
}
