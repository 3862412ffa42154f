import type { Credentials } from './identity.ts';

const sessionCookies = ['__Secure-next-auth.session-token', 'next-auth.session-token'];
/** NextAuth cuts a long cookie into `.0`, `.1`, …; more pieces than browsers send are nobody's session. */
const mostPieces = 8;

/** What of a request's headers shows who asks: the session's cookie, and `Authorization: Bearer`. */
export function readCredentials({
  cookie,
  authorization,
}: {
  cookie: string | null | undefined;
  authorization: string | null | undefined;
}): Credentials {
  const cookies = readCookies(cookie);
  const sessionToken = sessionCookies.map((name) => cookies.get(name) ?? joined(cookies, name)).find((value) => value !== '');
  const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return { ...(sessionToken === undefined ? {} : { sessionToken }), ...(bearer === undefined ? {} : { bearer }) };
}

/** Of a name that comes twice the first counts, as for everybody else who reads cookies. */
export function readCookies(header: string | null | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = at < 0 ? '' : pair.slice(0, at).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}

function joined(cookies: ReadonlyMap<string, string>, name: string): string {
  let value = '';
  for (let index = 0; index < mostPieces && cookies.has(`${name}.${index}`); index++)
    value += cookies.get(`${name}.${index}`) ?? '';
  return value;
}
