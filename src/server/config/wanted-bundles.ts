import type { Config } from './config.ts';

/** Which bundles count, by `bundles.enabled` and `bundles.disabled` of `cfg/nodecg.*`: only those, or all but those. */
export function wantedBundles({ enabled, disabled }: Pick<Config['bundles'], 'enabled' | 'disabled'>): (name: string) => boolean {
  if (enabled) {
    const names = new Set(enabled);
    return (name) => names.has(name);
  }
  const names = new Set(disabled);
  return (name) => !names.has(name);
}
