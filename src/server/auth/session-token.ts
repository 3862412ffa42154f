import type { Opened } from './enter.ts';

/** The addresses of the two forms for names and passwords, and what their sessions are called. */
export const passwordProviders = { password: 'password', ldap: 'ldap' } as const;

/** What a session's token says. Who that is now, and whether the session still counts, the gateway says. */
export function claimsOf({ userId, username, role, sessionId, expiresAt }: Opened) {
  return { sub: userId, username, role, sid: sessionId, until: expiresAt };
}
