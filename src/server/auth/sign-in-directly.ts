import { encode } from 'next-auth/jwt';
import { failure, success, type Result } from '#contract/result';
import { checkLocal, openSignIn, type Refusal } from './enter.ts';
import { claimsOf, passwordProviders } from './session-token.ts';
import type { SignInDeps, SignInRequest } from './types.ts';

const sessionCookie = (isSecure: boolean) => `${isSecure ? '__Secure-' : ''}next-auth.session-token`;

/** The same as by NextAuth's form, for a plain form: NodeCG's `POST /login/local`, and browsers without scripts. The value is the cookie. */
export async function signInDirectly(
  deps: SignInDeps,
  request: SignInRequest,
  given: { username: string; password: string; code: string; isSecure: boolean },
): Promise<Result<string, Refusal>> {
  const { isSecure, ...attempt } = given;
  const checked = await checkLocal(deps, request, attempt);
  if (!checked.ok) return checked;
  const opened = await openSignIn(deps, request, { ...checked.value, method: passwordProviders.password });
  if (!opened.ok) return failure(opened.error);
  const maxAge = Math.floor((opened.value.expiresAt - Date.now()) / 1000);
  const token = await encode({ token: claimsOf(opened.value), secret: deps.secret, maxAge });
  return success(setCookie(sessionCookie(isSecure), token, { maxAge, isSecure }));
}

/** Takes the session's cookies away, also one that came in pieces. */
export function clearedCookies(cookieHeader: string | null, isSecure: boolean): string[] {
  const pattern = /(?:^|;\s*)((?:__Secure-)?next-auth\.session-token(?:\.\d+)?)=/g;
  const names = [...(cookieHeader ?? '').matchAll(pattern)].map(([, name = '']) => name);
  return names.map((name) => setCookie(name, '', { maxAge: 0, isSecure: isSecure || name.startsWith('__Secure-') }));
}

export function setCookie(name: string, value: string, { maxAge, isSecure }: { maxAge: number; isSecure: boolean }): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${isSecure ? '; Secure' : ''}`;
}
