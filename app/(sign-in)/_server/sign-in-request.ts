import { readCredentials } from '#contract/credentials';
import type { AuthMode } from '#contract/identity';
import { webRuntime } from '#runtime/create-web-runtime';
import type { SignInRequest } from '#server/auth/types';
import { originOf } from '#trpc/create-context';

/** What a request brings to sign in or out with, and whether people sign in here at all. */
export async function signInRequest(headers: Headers): Promise<SignInRequest & { mode: AuthMode }> {
  const origin = originOf(headers);
  const { sessionToken } = readCredentials({ cookie: headers.get('cookie'), authorization: undefined });
  const credentials = sessionToken === undefined ? {} : { sessionToken };
  // A token in a header is a program's, and programs don't sign in.
  const { mode, asker } = await webRuntime().gatewayFor().identity.authenticate({ credentials, origin });
  return { mode, origin, credentials, cookieHeader: headers.get('cookie'), asker: asker?.via === 'session' ? asker : undefined };
}

/** Whether the browser came by HTTPS, as far as this server or the proxy in front of it knows. */
export function isSecure(headers: Headers): boolean {
  const url = webRuntime().publicUrl;
  return url === undefined ? headers.get('x-forwarded-proto') === 'https' : url.startsWith('https:');
}
