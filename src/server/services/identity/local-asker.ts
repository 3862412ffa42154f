import type { Asker } from '#contract/identity';
import { localActor } from '#contract/replicant';

/** In open mode whoever is at this machine is the administrator. */
export const localAsker: Asker = { actor: localActor, via: 'open' };
