import type { IncomingMessage, ServerResponse } from 'node:http';
import { askerHeader, privatePrefix } from './private-headers.ts';

/** Who asks, as the front door says. */
export type Asker = { kind: string; id: string; role: string };
type AuthCheck = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const askers = new WeakMap<IncomingMessage, Asker>();

/** Remembers who asks, and takes what only we tell each other out of the request before a bundle sees it. */
export function takeAsker(request: IncomingMessage): void {
  const told = request.headers[askerHeader];
  for (const name of Object.keys(request.headers)) if (name.startsWith(privatePrefix)) delete request.headers[name];
  for (let at = request.rawHeaders.length - 2; at >= 0; at -= 2)
    if (request.rawHeaders[at]?.toLowerCase().startsWith(privatePrefix)) request.rawHeaders.splice(at, 2);
  // Only the front door of this very build writes it.
  if (typeof told === 'string') askers.set(request, JSON.parse(told) as Asker);
}

/** NodeCG's `util.authCheck`: lets those pass whom the front door knows, everybody where nobody signs in; the others go to the login. */
export function createAuthCheck(isLoginEnabled: boolean): AuthCheck {
  return (request, response, next) => {
    if (!isLoginEnabled || askers.has(request)) return next();
    response.writeHead(302, { location: '/login', 'cache-control': 'no-store' }).end();
  };
}
