import { createHash } from 'node:crypto';
import { isContainer, type Json, type JsonObject } from '#contract/json';
import type { ExtensionGroup } from '#ports/extension-hosts';
import type { LoadedBundle } from './types.ts';

/** A bundle that runs. `revision` is anything that changes when its extension must start anew; `asksFor` see `ExtensionFiles`. */
export type RunningBundle = { loaded: LoadedBundle; revision: string; asksFor?: ReadonlySet<string> };

/**
 * Which extensions share a host, and so see each other in `nodecg.extensions`: those of bundles that depend on each other, also through
 * bundles without an extension, and those that ask for each other in their code: NodeCG gives them everybody's without a declared
 * dependency. `bundles` are in load order.
 */
export function groupExtensions(bundles: readonly RunningBundle[]): ExtensionGroup[] {
  const byName = new Map(bundles.map((bundle) => [bundle.loaded.name, bundle]));
  const groupOf = new Map<string, Set<string>>();
  const hasExtension = (name: string) => byName.get(name)?.loaded.extensionEntry !== undefined;
  for (const { loaded, asksFor } of bundles) {
    if (loaded.extensionEntry === undefined) continue;
    const members = new Set([loaded.name, ...reachableExtensions(loaded, byName), ...[...(asksFor ?? [])].filter(hasExtension)]);
    for (const name of [...members]) for (const other of groupOf.get(name) ?? []) members.add(other);
    for (const name of members) groupOf.set(name, members);
  }
  return [...new Set(groupOf.values())].map((members) => toGroup(bundles.filter(({ loaded }) => members.has(loaded.name))));
}

function reachableExtensions(
  bundle: LoadedBundle,
  byName: ReadonlyMap<string, RunningBundle>,
  seen = new Set<string>(),
): string[] {
  return Object.keys(bundle.manifest.bundleDependencies).flatMap((name) => {
    const dependency = byName.get(name)?.loaded;
    if (!dependency || seen.has(name)) return [];
    seen.add(name);
    return dependency.extensionEntry === undefined ? reachableExtensions(dependency, byName, seen) : [name];
  });
}

function toGroup(members: RunningBundle[]): ExtensionGroup {
  const names = members.map(({ loaded }) => loaded.name).sort();
  const marks = members.map(({ loaded, revision }) => [
    loaded.name,
    loaded.dir,
    loaded.extensionEntry,
    loaded.config,
    whatExtensionsSee(loaded.manifest.raw),
    revision,
  ]);
  return {
    name: names.join('+'),
    fingerprint: createHash('sha1').update(JSON.stringify(marks)).digest('hex'),
    bundles: members.map(({ loaded }) => ({
      name: loaded.name,
      version: loaded.manifest.version,
      kind: loaded.kind,
      dir: loaded.dir,
      entry: loaded.extensionEntry as string,
      config: loaded.config,
      git: loaded.git,
      manifest: loaded.manifest.raw,
    })),
  };
}

/** A new panel or graphic is no reason to restart an extension. */
function whatExtensionsSee(raw: Json): Json {
  if (!isObject(raw) || !isObject(raw.nodecg)) return raw;
  const { dashboardPanels: _panels, graphics: _graphics, ...nodecg } = raw.nodecg;
  return { ...raw, nodecg };
}

function isObject(value: Json | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}
