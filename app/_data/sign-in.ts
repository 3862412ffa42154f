import type { OAuthProviderId } from '#contract/sign-in';

/* NextAuth's addresses, as the pages call them. Each call carries its CSRF token, which another site's page can't read. */

export type PasswordWay = 'password' | 'ldap';
/** `refusal`: a code that `refusalText` explains. */
export type SignInOutcome = { ok: true } | { ok: false; refusal: string };

/** Signs in with a name and a password; the browser has its session then. */
export async function signInByPassword(
  way: PasswordWay,
  given: { username: string; password: string; code: string },
): Promise<SignInOutcome> {
  const answer = await post(`callback/${way}`, given);
  if (!answer.ok) return answer;
  const refusal = new URL(answer.url, location.href).searchParams.get('error');
  return refusal === null ? { ok: true } : { ok: false, refusal };
}

/** Leaves for a provider. Comes back only where that failed at once. With `link` it is linked to the account that is signed in. */
export async function leaveForProvider(
  provider: OAuthProviderId,
  { callbackUrl, link = false }: { callbackUrl: string; link?: boolean },
): Promise<SignInOutcome> {
  const answer = await post(`signin/${provider}`, { callbackUrl, ...(link ? { link: '1' } : {}) });
  if (!answer.ok) return answer;
  const refusal = new URL(answer.url, location.href).searchParams.get('error');
  if (refusal !== null) return { ok: false, refusal };
  location.assign(answer.url);
  // The page is on its way out: what waits for this goes on waiting.
  return new Promise(() => undefined);
}

/** Ends this browser's session, and shows the sign-in page. */
export async function signOut(): Promise<void> {
  await post('signout', { callbackUrl: '/login' });
  location.assign('/login?ended=signed-out');
}

async function post(
  path: string,
  fields: Record<string, string>,
): Promise<{ ok: true; url: string } | { ok: false; refusal: string }> {
  try {
    const { csrfToken } = (await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json()) as { csrfToken: string };
    const response = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
    });
    if (response.status === 429) return { ok: false, refusal: 'too-many' };
    const { url } = (await response.json()) as { url?: string };
    return url === undefined ? { ok: false, refusal: 'failed' } : { ok: true, url };
  } catch {
    return { ok: false, refusal: 'offline' };
  }
}
