import type { IncomingMessage } from 'node:http';
import { readCookies, readCredentials } from '#contract/credentials';
import type { Credentials } from '#contract/identity';
import { isKeyText, keyCookie, nodecgKeyCookie } from './keys/key-cookies.ts';

/** What of a request can show who asks. */
export function credentialsOf({ headers: { cookie, authorization } }: IncomingMessage): Credentials {
  const cookies = readCookies(cookie);
  const key = [cookies.get(keyCookie), cookies.get(nodecgKeyCookie)].find(isKeyText);
  return { ...readCredentials({ cookie, authorization }), ...(key === undefined ? {} : { keyCookie: key }) };
}
