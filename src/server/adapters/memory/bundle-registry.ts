import type { BundleRegistry } from '#ports/bundle-registry';

/** Forgets everything when the process ends. */
export function createMemoryBundleRegistry(): BundleRegistry {
  const known = new Set<string>();
  const disabled = new Set<string>();
  return {
    disabled: async () => new Set(disabled),
    async record(bundles) {
      for (const { name, enabled } of bundles) {
        if (!known.has(name) && !enabled) disabled.add(name);
        known.add(name);
      }
    },
    async setEnabled(name, enabled) {
      known.add(name);
      if (enabled) disabled.delete(name);
      else disabled.add(name);
    },
  };
}
