import type { Json } from '#contract/json';
import type { ExtensionBundle, ExtensionGroup } from '#ports/extension-hosts';
import { compileExtension, isTypeScript } from './compile-extension.ts';
import type { ExtensionFault, HostedBundle } from './host/pipe-protocol.ts';

/** A group that can be started: what is to run, and what can't. */
export type PreparedGroup = { group: ExtensionGroup; bundles: HostedBundle[]; faults: ReadonlyMap<string, ExtensionFault> };

/** Compiles what needs it. The running host of this group isn't touched meanwhile. */
export async function prepareGroup(group: ExtensionGroup): Promise<PreparedGroup> {
  const faults = new Map<string, ExtensionFault>();
  const prepared = await Promise.all(
    group.bundles.map(async (bundle): Promise<HostedBundle | undefined> => {
      if (!isTypeScript(bundle.entry)) return toHosted(bundle);
      const compiled = await compileExtension(bundle.entry, bundle.dir);
      if (compiled.ok) return { ...toHosted(bundle), code: compiled.value };
      faults.set(bundle.name, compiled.error);
      return undefined;
    }),
  );
  return { group, bundles: prepared.filter((bundle) => bundle !== undefined), faults };
}

function toHosted({ name, version, dir, entry, config, git, manifest }: ExtensionBundle): HostedBundle {
  return { name, version, dir, entry, config, ...(git && { git }), dependencies: Object.keys(dependenciesIn(manifest)) };
}

function dependenciesIn(manifest: Json): object {
  const nodecg = isObject(manifest) ? manifest['nodecg'] : undefined;
  const dependencies = isObject(nodecg) ? nodecg['bundleDependencies'] : undefined;
  return isObject(dependencies) ? dependencies : {};
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
