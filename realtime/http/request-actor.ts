import type { IncomingMessage } from 'node:http';
import { localActor, type Actor } from '#contract/replicant';
import { actorFrom } from '#services/audit/index';
import { requestOrigin } from './request-origin.ts';

/** Who asks over HTTP. Host and Origin have been checked at the front door; sign-in will look at the request here. */
export function actorOf(request: IncomingMessage): Actor {
  return actorFrom(localActor, requestOrigin(request));
}
