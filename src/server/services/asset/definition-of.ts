import type { AssetCollection, AssetFolder } from '#contract/asset';
import type { Json } from '#contract/json';
import type { ReplicantKey } from '#contract/replicant';
import { serverReplicants } from '#contract/server-replicants';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import type { Shelf } from './shelf.ts';

export type DefinitionParts = {
  shelfOf: (folder: AssetFolder) => Shelf | undefined;
  collections: () => AssetCollection[];
};

const prefix = 'assets:';

/** See `AssetService.definition`: such a replicant is the server's, isn't stored, and begins with what is there. */
export async function definitionOf(key: ReplicantKey, parts: DefinitionParts): Promise<ReplicantDefinition | undefined> {
  const { assetCollections } = serverReplicants;
  if (key.namespace === assetCollections.namespace && key.name === assetCollections.name) return serverOwned(parts.collections());
  if (!key.name.startsWith(prefix)) return undefined;
  const shelf = parts.shelfOf({ namespace: key.namespace, category: key.name.slice(prefix.length) });
  await shelf?.known;
  return shelf && serverOwned(shelf.records());
}

function serverOwned(defaultValue: unknown): ReplicantDefinition {
  return { persistent: false, serverOwned: true, defaultValue: defaultValue as Json };
}
