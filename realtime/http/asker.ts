import type { IncomingMessage } from 'node:http';
import { actorOf } from './request-actor.ts';

/** Who asks, as extension hosts are told beside each request; undefined for somebody unknown, whom `nodecg.util.authCheck` sends to the login. */
export function askerOf(request: IncomingMessage): string | undefined {
  return JSON.stringify(actorOf(request));
}
