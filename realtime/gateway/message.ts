import { limits } from '#contract/limits';
import { success } from '#contract/result';
import { listenKeyOf } from '../fanout/recipients.ts';
import { forbiddenText } from './entry/rules.ts';
import { refuse, type Handlers, type Session } from './session.ts';

export const messageHandlers: Handlers<'listen' | 'unlisten' | 'message' | 'reply'> = {
  /** Those that are allowed are listened to, whatever the others are. */
  listen(session, { items }, { fanout, messages }) {
    const { client, connection, listening, permits } = session;
    const allowed = items.filter(({ bundle, name }) => permits.allows('bundle.see', { kind: 'message', bundle, name }));
    if (client.listens.size + items.length > limits.listenersPerSocket) {
      return refuse(
        'too-many',
        `A page may listen to ${limits.listenersPerSocket} messages. Stop listening to those that it doesn't need.`,
      );
    }
    for (const { bundle, name } of allowed) {
      const listenKey = listenKeyOf(bundle, name);
      if (client.listens.has(listenKey)) continue;
      fanout.listen(client, listenKey);
      if (connection.kind === 'extension' && permits.allows('message.send', { kind: 'message', bundle, name }))
        listening.set(listenKey, messages.extensionListens(bundle, name));
    }
    return allowed.length === items.length ? success(null) : refuse('forbidden', forbiddenText);
  },

  unlisten(session, { items }, { fanout }) {
    for (const { bundle, name } of items) {
      const listenKey = listenKeyOf(bundle, name);
      fanout.unlisten(session.client, listenKey);
      session.listening.get(listenKey)?.();
      session.listening.delete(listenKey);
    }
    return success(null);
  },

  message: ({ connection }, { expectReply, ...message }, { messages }) =>
    messages.send(message, { connectionId: connection.id, actor: connection.actor }, { expectReply }),

  reply({ connection }, { replyId, error, value }, { messages }) {
    if (connection.kind !== 'extension') return refuse('forbidden', 'Only extensions acknowledge messages.');
    // Late or repeated: the sender has its answer already, and that is no fault of this extension's.
    messages.reply(replyId, { ...(error === undefined ? {} : { error }), ...(value === undefined ? {} : { value }) });
    return success(null);
  },
};

/** Ends everything that a closing session listens to. */
export function stopListening(session: Session): void {
  for (const end of session.listening.values()) end();
  session.listening.clear();
}
