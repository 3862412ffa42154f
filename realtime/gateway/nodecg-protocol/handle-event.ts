import { limits } from '#contract/limits';
import * as graphics from './graphics.ts';
import type { NodecgEvent } from '../entry/rules.ts';
import { message } from './messages.ts';
import { regenerateToken } from './regenerate-token.ts';
import { declare, joinRoom, proposeOperations, read } from './replicants.ts';
import { unknownEvent } from './unknown-event.ts';
import type { NodecgContext, NodecgHandler, NodecgSession } from './session.ts';

const handlers: Readonly<Record<NodecgEvent, NodecgHandler>> = {
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
  regenerateToken,
};

/** True for the events of NodeCG's own protocol. */
export function isNodecgEvent(event: string): event is NodecgEvent {
  return Object.hasOwn(handlers, event);
}

/** Requests of one client under way at once. NodeCG's declare every replicant by itself, so as many as a page may follow, and some. */
const requestsInFlight = 2 * limits.subscriptionsPerSocket;

/** Runs the handler of one event. Never throws: whatever goes wrong is its sender's answer and nobody else's trouble. */
export function handleEvent(session: NodecgSession, event: string, payload: unknown, context: NodecgContext): void {
  const { acknowledge } = context;
  const handler = isNodecgEvent(event) ? handlers[event] : undefined;
  if (!handler) return acknowledge?.(unknownEvent(event));
  if (session.inFlight >= requestsInFlight)
    return acknowledge?.(`More than ${requestsInFlight} requests are under way on this connection. Wait for their answers.`);
  try {
    const work = handler(session, payload, context);
    if (work) void finish(work, session, event, context);
  } catch (error) {
    fail(error, session, event, context);
  }
}

async function finish(work: Promise<void>, session: NodecgSession, event: string, context: NodecgContext): Promise<void> {
  session.inFlight += 1;
  try {
    await work;
  } catch (error) {
    fail(error, session, event, context);
  } finally {
    session.inFlight -= 1;
  }
}

function fail(error: unknown, { connection }: NodecgSession, event: string, { deps, acknowledge }: NodecgContext): void {
  deps.log.error(`The event ${event} of NodeCG's protocol failed.`, {
    connection: connection.id,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  acknowledge?.(`The server could not handle "${event}". Its log says why.`);
}
