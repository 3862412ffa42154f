import type { Asker } from '#contract/identity';
import { localActor } from '#contract/replicant';
import type { IdentityService } from './types.ts';

/** Whoever is at this machine is the administrator. */
export const localAsker: Asker = { actor: localActor, via: 'open' };

/** Nobody has to sign in. */
export function createOpenIdentity(): Pick<IdentityService, 'mode' | 'authenticate'> {
  return { mode: 'open', authenticate: () => Promise.resolve(localAsker) };
}
