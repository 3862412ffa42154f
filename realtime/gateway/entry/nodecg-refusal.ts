import type { Refused } from './admit.ts';
import type { Shown } from './handshake.ts';

/** Codes of NodeCG's `UnauthorizedError`, which its pages know (compat.md A.5). */
type NodecgCode = 'invalid_token' | 'credentials_required' | 'token_invalidated' | 'invalid_session';

/** What NodeCG's clients hear that may not come in, in its words. */
export function nodecgRefusal(shown: Shown, { code, message }: Refused): Error {
  if (code === 'several') return unauthorized('invalid_token', message);
  if (code === 'forbidden') return unauthorized('invalid_token', 'user is not allowed');
  if (shown.given !== undefined) return unauthorized('credentials_required', 'no credentials found');
  return unauthorized('invalid_token', 'no token provided');
}

/** What NodeCG's clients hear whose token has ended: the payload of their event `protocol_error`. */
export const tokenRevoked = describe('token_invalidated', 'This token has been invalidated');

function describe(code: NodecgCode, message: string) {
  return { message, code, type: 'UnauthorizedError' } as const;
}

function unauthorized(code: NodecgCode, message: string): Error {
  return Object.assign(new Error(message), { data: describe(code, message) });
}
