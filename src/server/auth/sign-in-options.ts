import type { NextAuthOptions } from 'next-auth';
import { encode } from 'next-auth/jwt';
import Credentials from 'next-auth/providers/credentials';
import type { Result } from '#contract/result';
import { createAuthAdapter, keepTokens } from './adapter.ts';
import {
  checkDirectory,
  checkLocal,
  endSession,
  enterByOAuth,
  openSignIn,
  type Checked,
  type Opened,
  type Refusal,
} from './enter.ts';
import { claimsOf, passwordProviders } from './session-token.ts';
import { readMark, type LinkMark } from './link-mark.ts';
import { oauthProvidersOf } from './oauth-providers.ts';
import { ownPath } from '#contract/own-path';
import type { SignInDeps, SignInRequest } from './types.ts';

/**
 * NextAuth for one request. Its tokens carry `{ sub, username, role, sid }`; what counts is the session that `sid` names, which the gateway
 * keeps: role and right to be here are read from there each time. Every sign-in has a session of its own.
 */
export async function signInOptions(deps: SignInDeps, request: SignInRequest): Promise<NextAuthOptions> {
  const { settings, secret } = deps;
  const mark = await validMark(deps, request);
  let opened: Opened | undefined;
  const providers = oauthProvidersOf(settings);
  return {
    secret,
    providers: [...credentialsProviders(deps, request), ...providers],
    ...(providers.length === 0 ? {} : { adapter: createAuthAdapter(await deps.database()) }),
    session: { strategy: 'jwt', maxAge: Math.round(settings.sessionMs / 1000) },
    jwt: {
      encode: ({ token, ...params }) =>
        encode({ ...params, token: token ?? {}, maxAge: secondsLeft(token?.until, params.maxAge) }),
    },
    // What goes wrong while somebody links is told where they began it.
    pages: { signIn: mark ? '/account' : '/login', error: mark ? '/account' : '/login', signOut: '/login' },
    callbacks: {
      redirect: ({ url, baseUrl }) => baseUrl + (ownPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url) ?? '/'),
      signIn: async ({ user, account, profile }) => {
        if (!account) return false;
        const isPassword = account.type === 'credentials';
        const isLinking = mark?.provider === account.provider;
        const entered: Result<Checked, Refusal> = isPassword
          ? { ok: true, value: checkedOf(user) }
          : await enterByOAuth(deps, request, { account, profile: profile ?? {}, ...(isLinking ? { linkTo: mark.userId } : {}) });
        if (!entered.ok) return `${isLinking ? '/account' : '/login'}?error=${entered.error}`;
        if (!isPassword) await keepTokens(await deps.database(), deps.box, account);
        // No sign-in: the session goes on.
        if (isLinking) return `/account?linked=${account.provider}`;
        const session = await openSignIn(deps, request, { ...entered.value, method: account.provider });
        if (!session.ok) return isPassword ? throwing(session.error) : `/login?error=${session.error}`;
        opened = session.value;
        return true;
      },
      jwt: ({ token, account, trigger }) => {
        if (!account) return trigger === undefined && request.asker ? token : throwing('failed');
        if (!opened) return throwing('failed');
        return claimsOf(opened);
      },
      session: ({ session, token }) => ({ expires: session.expires, user: { name: String(token.username) } }),
    },
    events: { signOut: () => endSession(deps, request) },
    logger: loggerOf(deps),
  };
}

function credentialsProviders(deps: SignInDeps, request: SignInRequest) {
  const fields = { username: {}, password: {}, code: {} };
  return [
    Credentials({
      id: passwordProviders.password,
      credentials: fields,
      authorize: async (given) => idOrThrow(await checkLocal(deps, request, given ?? {})),
    }),
    ...(deps.settings.ldap
      ? [
          Credentials({
            id: passwordProviders.ldap,
            credentials: fields,
            authorize: async (given) => idOrThrow(await checkDirectory(deps, request, given ?? {})),
          }),
        ]
      : []),
  ];
}

type Authorized = { id: string; passwordStamp?: string };

/** NextAuth hands an error's message on to the page, and what is returned to the `signIn` callback alone. */
function idOrThrow(checked: Result<Checked, Refusal>): Authorized {
  if (!checked.ok) return throwing(checked.error);
  const { userId: id, ...stamp } = checked.value;
  return { id, ...stamp };
}

function checkedOf({ id, passwordStamp }: Authorized): Checked {
  return { userId: id, ...(passwordStamp === undefined ? {} : { passwordStamp }) };
}

function throwing(refusal: Refusal): never {
  throw new Error(refusal);
}

/** The mark of a linking that this very session began. */
async function validMark({ secret }: SignInDeps, { cookieHeader, asker }: SignInRequest): Promise<LinkMark | undefined> {
  const mark = await readMark(secret, cookieHeader);
  return mark && asker?.sessionId === mark.sessionId && asker.userId === mark.userId ? mark : undefined;
}

/** A token never outlives its session, however often it is made anew. */
function secondsLeft(until: unknown, most: number | undefined): number {
  const left = typeof until === 'number' ? Math.floor((until - Date.now()) / 1000) : 0;
  return Math.max(0, Math.min(left, most ?? left));
}

/** Codes and reasons, without what providers and people sent. */
function loggerOf({ reportError }: SignInDeps): NonNullable<NextAuthOptions['logger']> {
  return {
    error: (code, metadata) => {
      const reason = metadata instanceof Error ? metadata : metadata.error;
      if (code === 'JWT_SESSION_ERROR') return;
      reportError(`Sign-in: ${code}`, reason instanceof Error ? new Error(reason.message.slice(0, 300)) : reason);
    },
    warn: () => undefined,
    debug: () => undefined,
  };
}
