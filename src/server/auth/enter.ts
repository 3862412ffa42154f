import type { Account, Profile } from 'next-auth';
import type { IdentityError } from '#contract/identity';
import { failure, success, type Result } from '#contract/result';
import { oauthProviders, type OAuthProviderId } from '#contract/sign-in';
import type { Role } from '#contract/access';
import { standingOf, type Facts } from './admission.ts';
import { checkLdap } from './check-ldap.ts';
import { factsOf } from './oauth-providers.ts';
import type { SignInDeps, SignInRequest } from './types.ts';

/**
 * Why somebody doesn't get in, as the sign-in page explains it. `wrong`: also for a user that doesn't exist. `locked:<milliseconds since
 * 1970>`. `taken`: this identity belongs to another account. `unlinked`: it opens nothing any more. `away`: the directory or provider didn't answer.
 */
export type Refusal =
  | 'wrong'
  | 'code'
  | `locked:${number}`
  | 'locked'
  | 'not-allowed'
  | 'disabled'
  | 'taken'
  | 'unlinked'
  | 'away'
  | 'too-many'
  | 'failed';
export type Opened = { userId: string; username: string; role: Role; sessionId: string; expiresAt: number };

/** Who somebody is who has shown a password; `passwordStamp` says which one of theirs. */
export type Checked = { userId: string; passwordStamp?: string };
type Given = { username?: string; password?: string; code?: string };

/** A user name and a password of this server. */
export async function checkLocal(
  { gatewayFor }: SignInDeps,
  { origin }: SignInRequest,
  given: Given,
): Promise<Result<Checked, Refusal>> {
  const { username = '', password = '', code = '' } = given;
  const checked = await gatewayFor().identity.checkPassword({
    username: username.slice(0, 256),
    password: password.slice(0, 1_024),
    ...(code.trim() === '' ? {} : { code: code.trim().slice(0, 64) }),
    origin,
  });
  return checked.ok ? checked : failure(refusalOf(checked.error));
}

/** A user name and a password of the directory. */
export async function checkDirectory(
  deps: SignInDeps,
  request: SignInRequest,
  given: Given,
): Promise<Result<{ userId: string }, Refusal>> {
  const { ldap } = deps.settings;
  if (!ldap) return failure('failed');
  const { username: typed = '', password = '' } = given;
  const username = typed.trim().slice(0, 256);
  const { origin } = request;
  const { identity } = deps.gatewayFor();
  const begun = await identity.beginDirectory({ username, origin });
  if (!begun.ok) return failure(refusalOf(begun.error));
  const found = await checkLdap(ldap, { username, password });
  await identity.endDirectory({ username, outcome: found.ok ? 'right' : found.error.code, origin });
  if (found.ok) return enterAs(deps, request, { provider: 'ldap', facts: found.value });
  if (found.error.code === 'wrong') return failure('wrong');
  deps.reportError('Sign-in by LDAP', new Error(found.error.reason));
  return failure('away');
}

/** Somebody who comes back from a provider; with `linkTo`, to have it linked to the account that began it. */
export async function enterByOAuth(
  deps: SignInDeps,
  request: SignInRequest,
  given: { account: Account; profile: Profile; linkTo?: string },
): Promise<Result<{ userId: string }, Refusal>> {
  const { account, profile, linkTo } = given;
  const { provider, providerAccountId: id, access_token } = account;
  if (!isOAuthProvider(provider)) return failure('failed');
  try {
    const facts = await factsOf(deps.settings, {
      provider,
      id,
      profile,
      ...(access_token === undefined ? {} : { accessToken: access_token }),
    });
    return await enterAs(deps, request, { provider, facts, ...(linkTo === undefined ? {} : { linkTo }) });
  } catch (error) {
    deps.reportError(`Sign-in by ${provider}`, error);
    return failure('away');
  }
}

async function enterAs(
  { settings, gatewayFor }: SignInDeps,
  { origin }: SignInRequest,
  { provider, facts, linkTo }: { provider: OAuthProviderId | 'ldap'; facts: Facts & { name: string }; linkTo?: string },
): Promise<Result<{ userId: string }, Refusal>> {
  const admission = settings[provider]?.admission;
  const standing = admission && standingOf(admission, facts);
  const entered = await gatewayFor().identity.enterByProvider({
    identity: { provider, id: facts.id, name: facts.name, label: facts.name },
    ...(linkTo === undefined ? (standing ? { standing } : {}) : { linkTo }),
    origin,
  });
  return entered.ok ? entered : failure(refusalOf(entered.error));
}

/** Writes the sign-in down as a session of its own, and ends the one that this browser had. */
export async function openSignIn(
  { settings, gatewayFor }: SignInDeps,
  { origin, asker }: SignInRequest,
  { method, ...who }: Checked & { method: string },
): Promise<Result<Opened, Refusal>> {
  const expiresAt = Date.now() + settings.sessionMs;
  const opened = await gatewayFor().identity.openSession({ ...who, method, expiresAt, origin });
  if (!opened.ok) return failure(refusalOf(opened.error));
  if (asker?.sessionId !== undefined) await endSession({ gatewayFor }, { origin, asker });
  return success({ userId: who.userId, expiresAt, ...opened.value });
}

/** Ends the session that asks: its token opens nothing any more. */
export async function endSession(
  { gatewayFor }: Pick<SignInDeps, 'gatewayFor'>,
  { origin, asker }: Pick<SignInRequest, 'origin' | 'asker'>,
): Promise<void> {
  const sessionId = asker?.sessionId;
  if (asker && sessionId !== undefined) await gatewayFor({ asker, origin }).sessions.revoke({ sessionId });
}

function refusalOf({ code, until }: IdentityError): Refusal {
  switch (code) {
    case 'wrong-credentials':
      return 'wrong';
    case 'totp-needed':
      return 'code';
    case 'locked':
      return until === undefined ? 'locked' : `locked:${until}`;
    case 'unknown-user':
      return 'not-allowed';
    case 'forbidden':
      return 'disabled';
    case 'too-many':
      return 'too-many';
    case 'name-taken':
      return 'taken';
    case 'unlinked':
      return 'unlinked';
    case 'storage-away':
      return 'away';
    default:
      return 'failed';
  }
}

function isOAuthProvider(provider: string): provider is OAuthProviderId {
  return (oauthProviders as readonly string[]).includes(provider);
}
