import type { AccessAction } from '#contract/access';
import type { InternalMethod, InternalPayload } from '#contract/internal';
import type { ResourceName } from '#services/access/types';
import { identityRules } from './internal-identity-rules.ts';

/** What is asked for. */
export type Need = { action: AccessAction; resource: ResourceName };

/**
 * `server`: Next for itself, nobody else. An action: on the server as a whole. `listed`: whoever is known may ask, and gets of the list, or
 * does with what it works on, what they may; the method itself sees to that (internal-shown.ts).
 */
export type InternalRule<M extends InternalMethod = InternalMethod> =
  'server' | 'listed' | AccessAction | ((payload: InternalPayload<M>) => Need);

const bundle = ({ name }: { name: string }): ResourceName => ({ kind: 'bundle', bundle: name });
const replicant = ({ key }: { key: { namespace: string; name: string } }): ResourceName => ({
  kind: 'replicant',
  bundle: key.namespace,
  name: key.name,
});
const reads = (payload: { key: { namespace: string; name: string } }): Need => ({
  action: 'replicant.read',
  resource: replicant(payload),
});
const looksBack = (payload: { key: { namespace: string; name: string } }): Need => ({
  action: 'replicant.history',
  resource: replicant(payload),
});
const writes = (payload: { key: { namespace: string; name: string } }): Need => ({
  action: 'replicant.write',
  resource: replicant(payload),
});

/** Who may call each method of the internal API: a method without a rule doesn't compile. */
export const internalRules: { [M in InternalMethod]: InternalRule<M> } = {
  'replicant.read': reads,
  'replicant.set': writes,
  'replicant.propose': writes,
  'replicant.history': looksBack,
  'replicant.list': 'listed',
  'replicant.delete': writes,
  'replicant.details': looksBack,
  'replicant.at': looksBack,
  'replicant.restore': writes,
  'replicant.undo': writes,
  'replicant.redo': writes,
  'saved.list': 'listed',
  'saved.create': 'listed',
  'saved.compare': 'listed',
  'saved.restore': 'listed',
  'saved.rename': 'listed',
  'saved.delete': 'listed',
  'layout.read': 'layout.own',
  'layout.change': 'layout.own',
  'layout.share': 'layout.share',
  'layout.edit': 'layout.share',
  'layout.delete': 'layout.share',
  'bundle.list': 'listed',
  'bundle.get': (payload) => ({ action: 'bundle.see', resource: bundle(payload) }),
  'bundle.reload': (payload) => ({ action: 'bundle.manage', resource: bundle(payload) }),
  'bundle.enable': (payload) => ({ action: 'bundle.manage', resource: bundle(payload) }),
  'bundle.disable': (payload) => ({ action: 'bundle.manage', resource: bundle(payload) }),
  'graphic.list': 'listed',
  'graphic.command': 'listed',
  'system.health': 'health.read',
  'system.about': 'server.see',
  'system.database': 'server',
  'system.signIn': 'server',
  'audit.list': 'audit.read',
  'audit.check': 'audit.read',
  'audit.verify': 'audit.read',
  ...identityRules,
};
