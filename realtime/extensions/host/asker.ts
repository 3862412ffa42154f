import type { IncomingMessage, ServerResponse } from 'node:http';
import { askerHeader, bundlesHeader, privatePrefix } from './private-headers.ts';

/** Who asks, as the front door says. */
export type Asker = { kind: string; id: string; role: string };
type AuthCheck = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const askers = new WeakMap<IncomingMessage, Asker>();
const reachable = new WeakMap<IncomingMessage, ReadonlySet<string>>();

/** Remembers who asks, and for what, and takes what only we tell each other out of the request before a bundle sees it. */
export function takeAsker(request: IncomingMessage): void {
  const told = request.headers[askerHeader];
  const bundles = request.headers[bundlesHeader];
  for (const name of Object.keys(request.headers)) if (name.startsWith(privatePrefix)) delete request.headers[name];
  for (let at = request.rawHeaders.length - 2; at >= 0; at -= 2)
    if (request.rawHeaders[at]?.toLowerCase().startsWith(privatePrefix)) request.rawHeaders.splice(at, 2);
  // Only the front door of this very build writes it.
  if (typeof told === 'string') askers.set(request, JSON.parse(told) as Asker);
  if (typeof bundles === 'string') reachable.set(request, new Set(JSON.parse(decodeURIComponent(bundles)) as string[]));
}

/** Whether the front door lets this request reach what a bundle has mounted. */
export function mayReach(request: IncomingMessage, bundle: string): boolean {
  return reachable.get(request)?.has(bundle) === true;
}

/** NodeCG's `util.authCheck`: lets those pass whom the front door knows, everybody where nobody signs in; the others go to the login. */
export function createAuthCheck(isLoginEnabled: boolean): AuthCheck {
  return (request, response, next) => {
    if (!isLoginEnabled || askers.has(request)) return next();
    response.writeHead(302, { location: '/login', 'cache-control': 'no-store' }).end();
  };
}
