import type { Json } from './json.ts';

/** A message between pages and extensions, in a bundle's namespace. */
export type BundleMessage = { bundle: string; name: string; content: Json };

/** `no-listener`: no extension listens, so nobody can acknowledge. `timeout`: none acknowledged in time. `rejected`: the extension acknowledged with an error. */
export type MessageErrorCode = 'no-listener' | 'timeout' | 'rejected' | 'forbidden';
export type MessageError = {
  code: MessageErrorCode;
  message: string;
  /** The extension's error: name, message, stack-free. */ cause?: { name: string; message: string };
};
