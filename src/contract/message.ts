import type { Json } from './json.ts';
import type { FrameItem } from './wire.ts';

/** A message between pages and extensions, in a bundle's namespace. */
export type BundleMessage = { bundle: string; name: string; content?: Json | undefined };

/** `no-listener`: no extension listens, so nobody can acknowledge. `timeout`: none acknowledged in time. `rejected`: the extension acknowledged with an error. */
export type MessageErrorCode = 'no-listener' | 'timeout' | 'rejected' | 'forbidden';
/** An extension may refuse with anything; people read this. */
export function describeCause(cause: Json): string {
  if (typeof cause === 'string') return cause;
  const message = typeof cause === 'object' && cause !== null && 'message' in cause ? cause.message : undefined;
  return typeof message === 'string' ? message : JSON.stringify(cause);
}

export type MessageError = {
  code: MessageErrorCode;
  message: string;
  /** What the extension acknowledged with: an error's name, message and fields, stack-free, or whatever else it gave. */
  cause?: Json;
};

type MessageItem = Extract<FrameItem, ['m', ...unknown[]]>;

/** A message as a frame carries it. JSON's arrays have no place for "no content", which handlers with a default parameter wait for. */
export function messageItem({ bundle, name, content }: BundleMessage, replyId?: string): FrameItem {
  if (content === undefined) return replyId === undefined ? ['m', bundle, name] : ['m', bundle, name, null, replyId, true];
  return replyId === undefined ? ['m', bundle, name, content] : ['m', bundle, name, content, replyId];
}

/** Undefined: the sender gave none. */
export function contentOf(item: MessageItem): Json | undefined {
  const [, , , content, , isEmpty] = item;
  return isEmpty ? undefined : content;
}
