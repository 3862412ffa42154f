import type { BundleGit, BundleKind, ExtensionView } from '#contract/bundle';
import type { Json } from '#contract/json';
import type { Unsubscribe } from './event-bus.ts';

export type ExtensionBundle = {
  name: string;
  version: string;
  kind: BundleKind;
  /** Absolute folder. */
  dir: string;
  /** Absolute path of the extension's entry file: CommonJS, ESM or TypeScript. */
  entry: string;
  config: Json;
  git?: BundleGit;
  /** The whole package.json, as NodeCG's extensions may read it. */
  manifest: Json;
};

/** Bundles that share one host process because they depend on each other, in the order in which they are loaded. */
export type ExtensionGroup = {
  /** Stable name: the names of its bundles joined by `+`. */
  name: string;
  bundles: ExtensionBundle[];
  /** Changes when anything that the running extensions were made from changed; a different one restarts the host. */
  fingerprint: string;
};

/** A host whose extensions answer HTTP requests, or may do so as soon as it has started. */
export type HttpHost = {
  name: string;
  /** Whose extensions run in it. */
  bundles: readonly string[];
  /** The socket on which it answers now; while it starts it is waited for. Undefined: it doesn't run. Nobody answers at `dead` any more. */
  address(patienceMs: number, dead?: string): Promise<string | undefined>;
  /** It has answered requests, so the one that comes back will too. */
  hasServed(): boolean;
};

/** Runs extensions outside this process, and keeps them running. */
export interface ExtensionHosts {
  /** Makes exactly these groups run: starts the new, restarts the changed, stops the gone, leaves the others alone. Resolves when those that it started have loaded or failed. Calls take effect one after another, without waiting for what is still loading; of several that wait only the newest counts. */
  reconcile(groups: ExtensionGroup[]): Promise<void>;
  /** By bundle name. */
  statuses(): ReadonlyMap<string, ExtensionView>;
  onStatus(handler: (bundle: string, status: ExtensionView) => void): Unsubscribe;
  /** Host name to process id, for runtime.json. */
  pids(): Record<string, number>;
  /** Those to be asked for what nobody else answers, in the order of their bundles; a change that is being made is waited for. */
  http(): Promise<readonly HttpHost[]>;
  /** Tells the extensions who has signed in or out. */
  emit(event: 'login' | 'logout', user: Json): void;
  /** Ends every host: asks, then kills. */
  close(): Promise<void>;
}
