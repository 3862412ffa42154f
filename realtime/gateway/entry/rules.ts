import type { AccessAction } from '#contract/access';
import type { SocketNamespace } from '#contract/protocol';
import type { RequestName, RequestPayload } from '#contract/wire';
import type { ReplicantKey } from '#contract/replicant';
import type { ResourceName } from '#services/access/index';
import type { Permits } from './permits.ts';

/**
 * Who may make a request. `own`: everybody who is connected, because it is about nothing but their own connection. `each`: its handler
 * asks for each item, and refuses those that are not allowed, alone. A function: asked before the handler.
 */
export type RequestRule<N extends RequestName = RequestName> =
  'own' | 'each' | ((payload: RequestPayload<N>, permits: Permits) => boolean);

const reads = (key: ReplicantKey, permits: Permits): boolean => permits.mayRead(key);
const writes = (key: ReplicantKey, permits: Permits): boolean => permits.mayWrite(key);

/** Every request of our protocol (contract/wire.ts): one without a rule doesn't compile. Administrators are asked nothing. */
export const requestRules = {
  subscribe: 'each',
  unsubscribe: 'own',
  propose: writes,
  history: (key, permits) => permits.mayLookBack(key),
  restore: writes,
  undo: writes,
  redo: writes,
  timer: writes,
  read: reads,
  listen: 'each',
  unlisten: 'own',
  message: ({ bundle, name }, permits) => permits.allows('message.send', { kind: 'message', bundle, name }),
  reply: 'own',
  'graphic.report': 'own',
  'graphic.command': 'each',
  ping: 'own',
} satisfies { [N in RequestName]: RequestRule<N> };

/** NodeCG's events, by what they ask for. `message.send` and the rest name the action; `own` and `each` as in {@link RequestRule}. */
export const nodecgEvents = {
  joinRoom: 'replicant.read',
  'replicant:declare': 'replicant.read',
  'replicant:proposeOperations': 'replicant.write',
  'replicant:read': 'replicant.read',
  message: 'message.send',
  'graphic:registerSocket': 'graphic.open',
  'graphic:queryAvailability': 'graphic.list',
  'graphic:requestBundleRefresh': 'graphic.command',
  'graphic:requestRefreshAll': 'graphic.command',
  'graphic:requestRefresh': 'graphic.command',
  'graphic:requestKill': 'graphic.command',
  regenerateToken: 'own',
} as const satisfies Record<string, AccessAction | 'own'>;
export type NodecgEvent = keyof typeof nodecgEvents;

/** Who gets into a namespace: the action, on which resource. One without doesn't compile, and isn't opened. */
export const namespaceRules = {
  '/dashboard': { action: 'server.see', on: 'server' },
  '/graphics': { action: 'graphic.open', on: 'graphic' },
  '/extension': { action: 'replicant.write', on: 'bundle' },
  '/': { action: 'server.see', on: 'server' },
} as const satisfies Record<SocketNamespace | '/', { action: AccessAction; on: ResourceName['kind'] }>;

/** Nothing is mounted without. */
export function hasRule(namespace: string): namespace is keyof typeof namespaceRules {
  return Object.hasOwn(namespaceRules, namespace);
}

/** For the person who asked. The same whether what was asked for exists or not. */
export const forbiddenText = 'You may not do this. Ask an administrator to allow it.';
