import type { BundleError, BundleGit, BundleKind, BundleProblem, BundleView, GraphicView, PanelView } from '#contract/bundle';
import type { BundleAccess } from '#contract/bundle-access';
import type { Json } from '#contract/json';
import type { BundleFiles } from '#ports/bundle-files';
import type { BundleRegistry } from '#ports/bundle-registry';
import type { EventBus } from '#ports/event-bus';
import type { ExtensionHosts } from '#ports/extension-hosts';
import type { Log } from '#ports/log';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import type { Result } from '#contract/result';

export type Mount = { directory: string; endpoint: string };
export type AssetCategory = { name: string; title: string; allowedTypes?: string[] };
export type SoundCue = { name: string; assignable: boolean; defaultVolume?: number; defaultFile?: string; channels?: number };

/** A parsed manifest, whichever format it came from. */
export type Manifest = {
  name: string;
  version: string;
  description?: string;
  compatibleRange?: string;
  bundleDependencies: Record<string, string>;
  panels: PanelView[];
  graphics: GraphicView[];
  mounts: Mount[];
  assetCategories: AssetCategory[];
  soundCues: SoundCue[];
  transformBareModuleSpecifiers: boolean;
  /** Who may use what of it. */
  access?: BundleAccess;
  /** The whole package.json. */
  raw: Json;
};

export type Declared = Pick<Manifest, 'name' | 'panels' | 'graphics' | 'access'> & { isUnread?: boolean };

/** A bundle whose manifest and configuration are good. Its pages are served, whatever its extension does. */
export type LoadedBundle = {
  name: string;
  kind: BundleKind;
  /** Absolute, real path. */
  dir: string;
  manifest: Manifest;
  /** Configuration with defaults, valid by its schema. */
  config: Json;
  /** Absolute path of the extension's entry, if it has one. */
  extensionEntry?: string;
  git?: BundleGit;
  warnings: BundleProblem[];
  /** When this was read, milliseconds since 1970; a page loaded before a later edit is out of date. */
  loadedAt: number;
  /** A typed bundle's replicants. */
  replicants?: ReadonlyMap<string, ReplicantDefinition>;
};

/** A typed bundle from `src/bundles/`, as built: the rest of the product sees it like any other. */
export type FirstPartyBundle = {
  manifest: Manifest;
  /** Absolute folder with its built `dashboard/` and `graphics/`; watched if it exists. */
  dir: string;
  extensionEntry?: string;
  replicants: ReadonlyMap<string, ReplicantDefinition>;
  /** JSON Schema of `cfg/<bundle>.*`. */
  configSchema?: Json;
};

export type BundleDeps = {
  /** Absolute; neither folder need exist. */
  bundlesDir: string;
  /** Further folders of bundles, absolute; a bundle in `bundlesDir` goes first. */
  moreDirs?: readonly string[];
  /** Absent: every bundle. A bundle that isn't wanted counts as not being there. */
  isWanted?: (name: string) => boolean;
  cfgDir: string;
  firstParty: readonly FirstPartyBundle[];
  hosts: ExtensionHosts;
  registry: BundleRegistry;
  bus: EventBus;
  log: Log;
  files: BundleFiles;
};

/** All of it is safe to call at any time; changes are made one after another, in the order of the calls. */
export interface BundleService {
  /** Finds and starts everything, in dependency order. Resolves when each bundle runs or its failure is known. Never rejects for a bad bundle. */
  start(): Promise<void>;
  list(): BundleView[];
  /** Those that are there for each other, in their last good version: not disabled, failed or blocked ones. */
  running(): LoadedBundle[];
  get(name: string): BundleView | undefined;
  /** What decides who may use what: of every bundle that is known, enabled or not, in its last good version. `isUnread`: it has none, so nobody knows. */
  declared(): Declared[];
  /** For serving pages: the last good version of an enabled bundle. */
  find(name: string): LoadedBundle | undefined;
  /** The definition of a replicant by its bundle. */
  definition(namespace: string, name: string): Promise<ReplicantDefinition | undefined>;
  /** What a schema file of a bundle says: absolute, or relative to the folder that holds `bundles`. */
  schemaAt(path: string): Promise<ReplicantDefinition | undefined>;
  /** The bundle that such a file is of. */
  schemaOwner(path: string): Promise<string | undefined>;
  /** Reads everything of it again and restarts its extension. */
  reload(name: string): Promise<Result<BundleView, BundleError>>;
  /** Remembered across restarts. Disabling stops its extension and its pages answer 404; open graphics keep what they show. */
  enable(name: string): Promise<Result<BundleView, BundleError>>;
  disable(name: string): Promise<Result<BundleView, BundleError>>;
  /** Stops watching and waits for the change that is under way. The extension hosts belong to who made them: they go on. */
  close(): Promise<void>;
}
