import type { Json } from './json.ts';

/** A message between pages and extensions, in a bundle's namespace. */
export type BundleMessage = { bundle: string; name: string; content: Json };

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
