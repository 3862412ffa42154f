import type { Socket } from 'socket.io';
import { readCookies, readCredentials } from '#contract/credentials';
import { credentialsSchema, type Credentials } from '#contract/identity';
import { socketKeyCookie } from '../../http/keys/key-cookies.ts';
import { withoutOwnCookies } from '../../http/own-cookies.ts';

/** What a handshake shows of who asks. */
export type Shown = {
  /** Given on purpose: then nothing else counts. `several`: more than one token. */
  given?: Credentials | 'several';
  /** What a browser sends by itself, in the order in which it is tried. */
  byItself: Credentials[];
};

type Handshake = Pick<Socket['handshake'], 'headers' | 'query' | 'auth'>;

/** `page`: the address of the graphic that asks; a key opens nothing but the graphic that it came with. */
export function shownBy({ headers, query, auth }: Handshake, page?: string): Shown {
  const cookie = headers.cookie;
  const { bearer, sessionToken } = readCredentials({ cookie, authorization: headers.authorization });
  const given = givenOf({ bearer, query, auth });
  if (given !== undefined) return { given, byItself: [] };
  const keyCookie = page === undefined ? undefined : readCookies(cookie).get(socketKeyCookie(page));
  const byItself = [
    ...(sessionToken === undefined ? [] : [{ sessionToken }]),
    ...(keyCookie === undefined ? [] : [{ keyCookie }]),
  ];
  return { byItself: byItself.filter(isWellFormed) };
}

/** `auth.token`, the header, NodeCG's `?token=`, `?key=`, and the ticket of a page on another origin. */
function givenOf({ bearer, query, auth }: { bearer: string | undefined } & Pick<Handshake, 'query' | 'auth'>): Shown['given'] {
  const { token, key } = query;
  if (Array.isArray(token) || Array.isArray(key)) return 'several';
  const { token: own, ticket } = auth as { token?: unknown; ticket?: unknown };
  const given: Credentials | undefined = isText(own)
    ? { bearer: own }
    : bearer !== undefined
      ? { bearer }
      : isText(token)
        ? { bearer: token }
        : isText(key)
          ? { key }
          : isText(ticket)
            ? { ticket }
            : undefined;
  if (given === undefined || isWellFormed(given)) return given;
  return { bearer: '-' }; // Too long to be one of ours: it is nobody's.
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isWellFormed(credentials: Credentials): boolean {
  return credentialsSchema.safeParse(credentials).success;
}

/** Headers and parameters that show who somebody is to us: bundles must not see them. */
const secretParameters = ['token', 'key'];

/** A handshake as extensions may see it: what would let them act as its sender is left out. */
export function withoutSecrets<
  T extends { headers: Record<string, unknown>; url: string; query: Record<string, unknown>; auth: Record<string, unknown> },
>(handshake: T): T {
  const { authorization: _authorization, cookie, ...headers } = handshake.headers;
  const kept = typeof cookie === 'string' ? withoutOwnCookies(cookie) : '';
  const { token: _token, ticket: _ticket, ...auth } = handshake.auth;
  const query = Object.fromEntries(Object.entries(handshake.query).filter(([name]) => !secretParameters.includes(name)));
  return {
    ...handshake,
    headers: { ...headers, ...(kept === '' ? {} : { cookie: kept }) },
    url: stripUrl(handshake.url),
    query,
    auth,
  };
}

function stripUrl(url: string): string {
  const [path = '', search] = url.split('?');
  if (search === undefined) return url;
  const query = new URLSearchParams(search);
  for (const name of secretParameters) query.delete(name);
  return `${path}?${query.toString()}`;
}
