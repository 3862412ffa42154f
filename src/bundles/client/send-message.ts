import type { Json } from '#contract/json';
import { failure, success, type Result } from '#contract/result';
import type { Disconnected } from './link.ts';
import type { Log } from './log.ts';
import type { Messages } from './messages.ts';
import type { Replies } from '#contract/wire';

export type MessageCallback = (error: Error | null, value?: unknown) => void;
type Recipient = { bundle: string; name: string };
type Sender = { messages: Messages; Logger: new (name: string) => Log };

/** `code` is the server's, or `disconnected`: then nobody knows whether the message arrived. */
export type Answer = Result<Json | undefined, { code: string; message: string }>;

const warned = new Set<string>();

/**
 * NodeCG's `sendMessage` in its three forms: (content), (callback), (content, callback). With a callback it returns undefined. The
 * answer is the first extension's acknowledgement; where none ever comes it stays pending, as in NodeCG, and the console says so once.
 */
export function sendMessage(
  sender: Sender,
  to: Recipient,
  contentOrCallback: unknown,
  callback?: MessageCallback,
): Promise<unknown> | undefined {
  const isShort = typeof contentOrCallback === 'function';
  const done = isShort ? (contentOrCallback as MessageCallback) : callback;
  const answer = sender.messages
    .send(to.bundle, to.name, isShort ? null : contentOrCallback)
    .then((reply) => outcome(sender, to, reply));
  if (typeof done !== 'function') {
    return new Promise((resolve, reject) => {
      answer.then((settled) => settled && (settled.ok ? resolve(settled.value) : reject(settled.error as Error)), reject);
    });
  }
  void answer.then((settled) => {
    if (!settled) return;
    if (!settled.ok) done(settled.error as Error);
    else if (settled.value === undefined) done(null);
    else done(null, settled.value);
  }, done);
  return undefined;
}

/** Sends, and says what became of it. Never rejects. */
export async function ask({ messages }: Sender, to: Recipient, content: unknown): Promise<Answer> {
  const reply = await messages.send(to.bundle, to.name, content).catch(notSent);
  return reply.ok ? success(reply.value.value) : failure({ code: reply.error.code, message: reply.error.message });
}

/** JSON can't carry the content. */
function notSent(error: unknown): { ok: false; error: { code: 'invalid-request'; message: string } } {
  return { ok: false, error: { code: 'invalid-request', message: error instanceof Error ? error.message : String(error) } };
}

/** Undefined: no extension has answered, and none will. */
function outcome(
  { Logger }: Sender,
  { bundle, name }: Recipient,
  reply: Replies['message'] | Disconnected,
): Result<Json | undefined, unknown> | undefined {
  if (reply.ok) return success(reply.value.value);
  const { error } = reply;
  if (error.code !== 'no-listener' && error.code !== 'timeout') return failure(rejectionOf(error));
  const key = `${bundle}\u0000${name}`;
  if (error.code === 'timeout' && !warned.has(key))
    new Logger(bundle).warn(`Nobody acknowledged the message "${name}": ${error.message}`);
  if (error.code === 'timeout') warned.add(key);
  return undefined;
}

/** An extension's own error where there is one, with all its fields, else the server's. What an extension gave that is no error arrives as it is. */
function rejectionOf({ cause, ...error }: { code: string; message: string; cause?: Json }): unknown {
  if (cause !== undefined && !isErrorLike(cause)) return cause;
  return Object.assign(new Error(), error, cause);
}

function isErrorLike(cause: Json): cause is { message: string } {
  return typeof cause === 'object' && cause !== null && 'message' in cause && typeof cause.message === 'string';
}
