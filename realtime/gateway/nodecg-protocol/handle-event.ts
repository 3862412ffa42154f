import { limits } from '#contract/limits';
import * as graphics from './graphics.ts';
import { message } from './messages.ts';
import { declare, joinRoom, proposeOperations, read } from './replicants.ts';
import type { Acknowledge, NodecgDeps, NodecgHandler, NodecgSession } from './session.ts';

const handlers: Readonly<Record<string, NodecgHandler>> = {
  joinRoom,
  'replicant:declare': declare,
  'replicant:proposeOperations': proposeOperations,
  'replicant:read': read,
  message,
  'graphic:registerSocket': graphics.registerSocket,
  'graphic:queryAvailability': graphics.queryAvailability,
  'graphic:requestBundleRefresh': graphics.requestBundleRefresh,
  'graphic:requestRefreshAll': graphics.requestRefreshAll,
  'graphic:requestRefresh': graphics.requestRefresh,
  'graphic:requestKill': graphics.requestKill,
};

/** Requests of one client under way at once. NodeCG's declare every replicant by itself, so as many as a page may follow, and some. */
const requestsInFlight = 2 * limits.subscriptionsPerSocket;

/** Runs the handler of one event. Never rejects: whatever goes wrong is its sender's answer and nobody else's trouble. */
export async function handleEvent(
  session: NodecgSession,
  event: string,
  payload: unknown,
  { deps, acknowledge }: { deps: NodecgDeps; acknowledge: Acknowledge },
): Promise<void> {
  const handler = Object.hasOwn(handlers, event) ? handlers[event] : undefined;
  if (!handler) return acknowledge?.(`This server does not know the event "${event.slice(0, 64)}".`);
  if (session.inFlight >= requestsInFlight)
    return acknowledge?.(`More than ${requestsInFlight} requests are under way on this connection. Wait for their answers.`);
  session.inFlight += 1;
  try {
    await handler(session, payload, { deps, acknowledge });
  } catch (error) {
    deps.log.error(`The event ${event} of NodeCG's protocol failed.`, {
      connection: session.connection.id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    acknowledge?.(`The server could not handle "${event}". Its log says why.`);
  } finally {
    session.inFlight -= 1;
  }
}
