import type { Json } from '#contract/json';

/** Which bundles a person switched off. */
export interface BundleRegistry {
  /** Names of disabled bundles. */
  disabled(): Promise<Set<string>>;
  /** Records what was found, so that the registry in the database is true. `enabled` counts for bundles that are new in it only. */
  record(bundles: { name: string; version: string; config: Json; enabled: boolean }[]): Promise<void>;
  setEnabled(name: string, enabled: boolean): Promise<void>;
}
