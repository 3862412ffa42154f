import type { IncomingMessage } from 'node:http';
import { readCredentials } from '#contract/credentials';
import type { Credentials } from '#contract/identity';

/** What of a request can show who asks. */
export function credentialsOf({ headers: { cookie, authorization } }: IncomingMessage): Credentials {
  return readCredentials({ cookie, authorization });
}
