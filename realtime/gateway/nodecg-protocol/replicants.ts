import { keyOf } from '#contract/replicant';
import { limits } from '#contract/limits';
import { keyOfRoom } from './rooms.ts';
import { answerWithState } from './answer-with-state.ts';
import { parse } from './parse.ts';
import { payloads } from './payloads.ts';
import { propose } from './propose.ts';
import { refuseTo, type NodecgHandler } from './session.ts';
import { readerOf } from '../entry/declare-allowed.ts';
import { describeState, optionsOf, shownTo } from './state.ts';

export const joinRoom: NodecgHandler = ({ client, permits }, room, { deps: { fanout }, acknowledge, refused }) => {
  if (typeof room !== 'string') return acknowledge?.('Room must be a string');
  const key = keyOfRoom(room);
  if (key && !permits.mayRead(key)) return refuseTo({ acknowledge, refused });
  if (key && client.subscriptions.size >= limits.subscriptionsPerSocket && !fanout.follows(client, key))
    return acknowledge?.(`A page may follow ${limits.subscriptionsPerSocket} replicants. Declare only those that it shows.`);
  if (key) fanout.watch(client, key, permits.viewOf(key));
  acknowledge?.(null, null);
};

export const declare: NodecgHandler = async (session, payload, context) => {
  const request = parse('replicant:declare', payloads.declare, payload, context.acknowledge);
  if (!request) return;
  const { opts, ...key } = request;
  const { permits, connection } = session;
  if (!permits.mayRead(key)) return refuseTo(context);
  const decides = permits.mayWrite(key);
  await answerWithState(session, key, context, async () => {
    const declared = await (decides
      ? session.declare(key, optionsOf(opts), connection.actor)
      : session.declare(key, {}, readerOf(connection.actor)));
    if (!declared.ok) return { args: [declared.error.message] };
    return {
      args: [null, describeState(shownTo(permits, key, declared.value))],
      revision: declared.value.snapshot.revision,
    };
  });
};

export const read: NodecgHandler = async (session, payload, context) => {
  const key = parse('replicant:read', payloads.read, payload, context.acknowledge);
  if (!key) return;
  const { permits, connection } = session;
  if (!permits.mayRead(key)) return refuseTo(context);
  await answerWithState(session, key, context, async () => {
    const declared = await session.declare(key, {}, readerOf(connection.actor));
    if (!declared.ok) return { args: [declared.error.message] };
    const { snapshot } = shownTo(permits, key, declared.value);
    return { args: [null, snapshot.value], revision: snapshot.revision };
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
