import { keyOf } from '#contract/replicant';
import { limits } from '#contract/limits';
import { keyOfRoom } from './rooms.ts';
import { answerWithState } from './answer-with-state.ts';
import { parse } from './parse.ts';
import { payloads } from './payloads.ts';
import { propose } from './propose.ts';
import type { NodecgHandler } from './session.ts';
import { describeState, optionsOf, reader } from './state.ts';

export const joinRoom: NodecgHandler = ({ client }, room, { deps: { fanout }, acknowledge }) => {
  if (typeof room !== 'string') return acknowledge?.('Room must be a string');
  const key = keyOfRoom(room);
  if (key && client.subscriptions.size >= limits.subscriptionsPerSocket && !fanout.follows(client, key))
    return acknowledge?.(`A page may follow ${limits.subscriptionsPerSocket} replicants. Declare only those that it shows.`);
  if (key) fanout.watch(client, key);
  acknowledge?.(null, null);
};

export const declare: NodecgHandler = async (session, payload, context) => {
  const request = parse('replicant:declare', payloads.declare, payload, context.acknowledge);
  if (!request) return;
  const { opts, ...key } = request;
  await answerWithState(session, key, context, async () => {
    const declared = await session.declare(key, optionsOf(opts), session.connection.actor);
    if (!declared.ok) return { args: [declared.error.message] };
    return { args: [null, describeState(declared.value)], revision: declared.value.snapshot.revision };
  });
};

export const read: NodecgHandler = async (session, payload, context) => {
  const key = parse('replicant:read', payloads.read, payload, context.acknowledge);
  if (!key) return;
  await answerWithState(session, key, context, async () => {
    const declared = await session.declare(key, {}, reader);
    if (!declared.ok) return { args: [declared.error.message] };
    return { args: [null, declared.value.snapshot.value], revision: declared.value.snapshot.revision };
  });
};

/** A client's proposals for one replicant take effect in the order in which they came, whatever each has to wait for. */
export const proposeOperations: NodecgHandler = async (session, payload, context) => {
  const request = parse('replicant:proposeOperations', payloads.propose, payload, context.acknowledge);
  if (!request) return;
  const id = keyOf(request);
  const before = session.proposing.get(id);
  const run = before
    ? before.then(
        () => propose(session, request, context),
        () => propose(session, request, context),
      )
    : propose(session, request, context);
  session.proposing.set(id, run);
  try {
    await run;
  } finally {
    if (session.proposing.get(id) === run) session.proposing.delete(id);
  }
};
