import type { ResourceName } from './types.ts';

/** The server's own namespaces: what is kept there is no bundle's. */
const ownNamespaces: ReadonlySet<string> = new Set(['nodecg', '_assets', '_sounds']);
/** Known without a bundle that declares it. */
export const isOwnNamespace = (name: string): boolean => ownNamespaces.has(name);
const layoutPrefix = 'layout:';
const volumePrefix = 'volume:';
const assetsPrefix = 'assets:';

/**
 * What a name stands for beside a bundle's own things:
 * - `everything`: a list that names all of the show. - `own`: one person's. - `shared`: a setting of the whole show that names nothing of it.
 * - `either`: the same thing as two resources; whoever may use one of them may use it.
 */
export type Special =
  | { kind: 'everything' }
  | { kind: 'own'; owner: string }
  | { kind: 'shared' }
  | { kind: 'either'; names: readonly ResourceName[] };

/** Undefined: it is what it says. */
export function specialOf(resource: ResourceName): Special | undefined {
  if (resource.kind === 'server' || resource.kind === 'workspace') return undefined;
  const { kind, bundle, name = '' } = resource;
  if (ownNamespaces.has(bundle)) return kind === 'replicant' ? ofServer(bundle, name) : { kind: 'everything' };
  // A category's files are told as a replicant, too.
  if (kind !== 'replicant' || !name.startsWith(assetsPrefix)) return undefined;
  const category = name.slice(assetsPrefix.length);
  return { kind: 'either', names: [resource, { kind: 'assets', bundle, name: category }] };
}

function ofServer(namespace: string, name: string): Special {
  if (namespace === 'nodecg' && name.startsWith(layoutPrefix)) return { kind: 'own', owner: name.slice(layoutPrefix.length) };
  if (namespace !== '_sounds' || !name.startsWith(volumePrefix)) return { kind: 'everything' };
  const bundle = name.slice(volumePrefix.length);
  return bundle === 'master' ? { kind: 'shared' } : { kind: 'either', names: [{ kind: 'replicant', bundle, name }] };
}
