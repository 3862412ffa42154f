import type { IncomingMessage } from 'node:http';
import { readCookies, readCredentials } from '#contract/credentials';
import type { Credentials } from '#contract/identity';
import { keysIn } from './keys/key-cookies.ts';

/** What of a request can show who asks. */
export function credentialsOf({ headers: { cookie, authorization } }: IncomingMessage): Credentials {
  const [key] = keysIn(readCookies(cookie));
  return { ...readCredentials({ cookie, authorization }), ...(key === undefined ? {} : { keyCookie: key }) };
}

/** Further keys in its cookies: of other graphics that the same browser has open. */
export function otherKeysOf({ headers: { cookie } }: IncomingMessage): string[] {
  return keysIn(readCookies(cookie)).slice(1);
}
