import { limits } from '#contract/limits';
import { parse } from './parse.ts';
import { payloads } from './payloads.ts';
import { refuseTo, type NodecgHandler } from './session.ts';

/** Messages of one client that may wait for an extension at once; the rest are delivered without being answered. */
const awaitedMessages = limits.listenersPerSocket;

/**
 * Relays a message to everybody but its sender. Only an extension's acknowledgement is passed on: where none comes NodeCG's clients hear
 * nothing, since every message they send asks for an answer, and an error would be an uncaught one in most pages.
 */
export const message: NodecgHandler = async (session, payload, { deps: { messages }, acknowledge, refused }) => {
  const request = parse('message', payloads.message, payload, acknowledge);
  if (!request) return;
  const { connection, permits } = session;
  const { bundleName: bundle, messageName: name } = request;
  if (!permits.allows('message.send', { kind: 'message', bundle, name })) return refuseTo({ acknowledge, refused });
  const content = { bundle, name, content: request.content };
  const sender = { connectionId: connection.id, actor: connection.actor };
  const expectReply = acknowledge !== undefined && session.awaitingReply < awaitedMessages;
  session.awaitingReply += 1;
  try {
    const reply = await messages.send(content, sender, { expectReply, unanswerable: acknowledge === undefined });
    if (!expectReply) return;
    if (reply.ok) return acknowledge(null, reply.value.value);
    if (reply.error.code === 'no-listener' || reply.error.code === 'timeout') return;
    acknowledge(reply.error.cause ?? { name: 'Error', message: reply.error.message });
  } finally {
    session.awaitingReply -= 1;
  }
};
