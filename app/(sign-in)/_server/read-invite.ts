import { webRuntime } from '#runtime/create-web-runtime';

export type InviteState = { state: 'away' } | { state: 'used-up' } | { state: 'open'; label: string };

/** What an invitation is for, for whoever holds its link. */
export async function readInvite(token: string): Promise<InviteState> {
  if (token.length > 256) return { state: 'used-up' };
  try {
    const invite = await webRuntime().gatewayFor().identity.readInvite({ token });
    return invite.ok ? { state: 'open', label: invite.value.label } : { state: 'used-up' };
  } catch (error) {
    webRuntime().reportError('Invitation', error);
    return { state: 'away' };
  }
}
