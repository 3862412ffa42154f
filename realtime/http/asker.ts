import type { IncomingMessage } from 'node:http';
import type { Actor } from '#contract/replicant';

/** In open mode whoever is at this machine is the administrator; sign-in will look at the request here. */
const openActor: Actor = { kind: 'user', id: 'local', role: 'ADMIN' };

/** Who asks, as extension hosts are told beside each request; undefined for somebody unknown, whom `nodecg.util.authCheck` sends to the login. */
export function askerOf(_request: IncomingMessage): string | undefined {
  return JSON.stringify(openActor);
}
