import { decode, encode } from 'next-auth/jwt';

/*
 * Says that a sign-in at a provider, which is under way, was begun on the account page, by whom. It is set or cleared by every start of a
 * sign-in, is good for one session, one provider and ten minutes, and nobody but us can make one.
 */

const salt = 'nodecg-link';
const lifeSeconds = 600;
const cookieName = 'nodecg-link';

export type LinkMark = { userId: string; sessionId: string; provider: string };

/** The cookie that marks a start as linking; without a mark, the one that clears it. */
export async function markCookie(secret: string, isSecure: boolean, mark?: LinkMark): Promise<string> {
  const value = mark ? await encode({ token: { ...mark }, secret, salt, maxAge: lifeSeconds }) : '';
  const age = mark ? lifeSeconds : 0;
  return `${cookieName}=${value}; Path=/api/auth; HttpOnly; SameSite=Lax; Max-Age=${age}${isSecure ? '; Secure' : ''}`;
}

/** What the cookie says; undefined where there is none, or one that isn't ours or is over. */
export async function readMark(secret: string, cookieHeader: string | null): Promise<LinkMark | undefined> {
  const token = new RegExp(`(?:^|;\\s*)${cookieName}=([^;\\s]+)`).exec(cookieHeader ?? '')?.[1];
  if (token === undefined) return undefined;
  const mark = await decode({ token, secret, salt }).catch(() => null);
  if (typeof mark?.userId !== 'string' || typeof mark.sessionId !== 'string' || typeof mark.provider !== 'string')
    return undefined;
  return { userId: mark.userId, sessionId: mark.sessionId, provider: mark.provider };
}
