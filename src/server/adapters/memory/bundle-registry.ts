import type { BundleRegistry } from '#ports/bundle-registry';

/** Forgets everything when the process ends. */
export function createMemoryBundleRegistry(): BundleRegistry {
  const disabled = new Set<string>();
  return {
    disabled: async () => new Set(disabled),
    record: async () => undefined,
    async setEnabled(name, enabled) {
      if (enabled) disabled.delete(name);
      else disabled.add(name);
    },
  };
}
