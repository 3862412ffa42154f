import type { AccessAction } from '#contract/access';
import type { ResourceName } from '#services/access/types';
import type { RequestBound } from '../bound-request.ts';
import type { Exchange } from '../respond.ts';

/**
 * What somebody must be or have to be let in.
 * - `nobody`: it is open to everybody. - `somebody`: a session, a token or a key that counts; or this machine, in open mode.
 * - `everything`: nothing of the show is hidden from them. What doesn't exist asks for this: whoever may not know must not tell it from what is hidden.
 * - An action on a resource; some sight of a bundle, or of a workspace; any, or every one of several.
 */
export type Need =
  | 'nobody'
  | 'somebody'
  | 'everything'
  | { action: AccessAction; resource: ResourceName }
  | { someOf: string }
  | { workspace: string }
  | { any: readonly Need[] }
  | { every: readonly Need[] };

/** Who may use a route; where it depends on the request, found out from it. */
export type Rule = Need | ((exchange: Exchange) => Need | Promise<Need>);

/**
 * Something that the front door answers. There is none without a rule, and the rule is asked before `serve`. Host and Origin have been
 * checked by then.
 */
export type Route = {
  /** For the table of who may what. */
  name: string;
  access: Rule;
  /** Where it answers a fixed list: all of it, each for the table. */
  paths?: readonly string[];
  /** Whether this request is its business. */
  matches: (exchange: Exchange) => boolean | Promise<boolean>;
  /** Answers. False: it has left the request untouched for whoever comes next, who has a rule of its own. */
  serve: (exchange: Exchange, bound: RequestBound) => void | boolean | Promise<void | boolean>;
};

/** Methods that change nothing. */
export function isSafe({ request: { method } }: Pick<Exchange, 'request'>): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
