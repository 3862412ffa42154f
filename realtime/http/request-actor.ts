import type { IncomingMessage } from 'node:http';
import { localActor, type Actor } from '#contract/replicant';

/** Who asks over HTTP. Host and Origin have been checked at the front door; sign-in will look at the request here. */
export function actorOf(_request: IncomingMessage): Actor {
  return localActor;
}
