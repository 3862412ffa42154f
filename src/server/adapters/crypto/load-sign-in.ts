/* Packages that only signing in needs: in open mode they take no memory. */

/** NextAuth's session cookies. */
export const loadCookies = () => import('next-auth/jwt');
/** Signed tickets for sockets. */
export const loadTickets = () => import('jose');
export const loadBcrypt = () => import('@node-rs/bcrypt');

/** Loads them all, for a server on which people sign in: done at the first sign-in it would hold up what is on air. */
export async function loadSignIn(): Promise<void> {
  await Promise.all([loadCookies(), loadTickets(), loadBcrypt()]);
}
