import { webRuntime } from '#runtime/create-web-runtime';

export type PasswordLinkState = { state: 'away' } | { state: 'used-up' } | { state: 'open'; username: string };

/** Whose password a link is for, for whoever holds it. */
export async function readPasswordLink(token: string): Promise<PasswordLinkState> {
  if (token.length > 256) return { state: 'used-up' };
  try {
    const link = await webRuntime().gatewayFor().identity.readPasswordLink({ token });
    return link.ok ? { state: 'open', username: link.value.username } : { state: 'used-up' };
  } catch (error) {
    webRuntime().reportError('Link for a new password', error);
    return { state: 'away' };
  }
}
