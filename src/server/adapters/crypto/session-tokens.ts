import { createHash, hkdfSync } from 'node:crypto';
import type { SessionTokens } from '#ports/session-tokens';
import { loadCookies, loadTickets } from './load-sign-in.ts';

const audience = 'nodecg-realtime';
const mostRemembered = 2_000;

/** NextAuth's encrypted session tokens, and tickets as signed JWTs with a key of their own. */
export function createSessionTokens(secret: string): SessionTokens {
  const ticketKey = new Uint8Array(hkdfSync('sha256', secret, '', 'NodeCG Next socket ticket', 32));
  const remember = createMemory();
  return {
    read: (token) => remember(token, () => readToken(token, secret)),
    async makeTicket({ sessionId, expiresAt }) {
      const { SignJWT } = await loadTickets();
      return new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(audience)
        .setExpirationTime(Math.floor(expiresAt / 1_000))
        .sign(ticketKey);
    },
    async readTicket(ticket, now) {
      try {
        const { jwtVerify } = await loadTickets();
        const { payload } = await jwtVerify(ticket, ticketKey, { audience, algorithms: ['HS256'], currentDate: new Date(now) });
        return sessionOf(payload.sid);
      } catch {
        return undefined;
      }
    },
  };
}

type ReadToken = { sessionId: string; endsAt: number };

async function readToken(token: string, secret: string): Promise<ReadToken | undefined> {
  try {
    const { decode } = await loadCookies();
    const claims = await decode({ token, secret });
    const session = sessionOf(claims?.sid);
    return session && typeof claims?.exp === 'number' ? { ...session, endsAt: claims.exp * 1_000 } : undefined;
  } catch {
    return undefined;
  }
}

function sessionOf(sid: unknown): { sessionId: string } | undefined {
  return typeof sid === 'string' && sid !== '' && sid.length <= 64 ? { sessionId: sid } : undefined;
}

/** Decrypting derives a key each time: a page's many requests do it once. Holds hashes of tokens, a bounded number, and only good ones. */
function createMemory() {
  const known = new Map<string, ReadToken>();
  return async (token: string, read: () => Promise<ReadToken | undefined>): Promise<{ sessionId: string } | undefined> => {
    const name = createHash('sha256').update(token).digest('base64url');
    const found = known.get(name);
    if (found && found.endsAt > Date.now()) return { sessionId: found.sessionId };
    known.delete(name);
    const made = await read();
    if (!made) return undefined;
    const oldest = known.size >= mostRemembered ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(name, made);
    return { sessionId: made.sessionId };
  };
}
