import type { BundleAccess } from './bundle-access.ts';

/** What the rest of the product sees of a bundle. No absolute paths and no configuration values: this travels to browsers. */
export type BundleKind = 'drop-in' | 'first-party';

/**
 * `running`: on air (an extension, if any, is up or being restarted: see `extension`). `stopped`: disabled by a person.
 * `failed`: its own fault, see `problems`. `blocked`: a bundle that it depends on is missing or not running.
 */
export type BundleState = 'starting' | 'running' | 'stopped' | 'failed' | 'blocked';

/** One thing wrong with a bundle, named so that its author finds it. */
export type BundleProblem = {
  severity: 'error' | 'warning';
  /** Relative to the bundle's folder (`package.json`), or `cfg/<bundle>.json`. */
  file?: string;
  /** `nodecg.graphics[0].width` */
  field?: string;
  line?: number;
  /** What is wrong. */
  message: string;
  /** What to do about it. */
  fix?: string;
};

export type PanelView = {
  name: string;
  title: string;
  /** NodeCG's columns, 1 to 10: pixel width = 128·w + 16·(w−1). */
  width: number;
  /** CSS colour, `#525F78` by default. */
  headerColor: string;
  /** Lower-cased, `default` when none is given. */
  workspace: string;
  fullbleed: boolean;
  dialog: boolean;
  dialogButtons: { name: string; type: 'confirm' | 'dismiss' }[];
  /** `/bundles/<bundle>/dashboard/<file>` */
  url: string;
  file: string;
};

export type GraphicView = {
  file: string;
  /** For people: the manifest's title where a typed bundle has one, else the file name without `.html`. */
  title: string;
  width: number;
  height: number;
  singleInstance: boolean;
  /** `/bundles/<bundle>/graphics/<file>` */
  url: string;
};

export type BundleGit = { branch: string; hash: string; shortHash: string; date?: string; message?: string };

export type ExtensionState = 'none' | 'starting' | 'running' | 'unresponsive' | 'restarting' | 'stopped' | 'failed';

/** `unresponsive`: its event loop has not answered for 2 s. `restarting`: it ended and comes back after `retryInMs`. `failed`: it threw while loading and waits for an edit or a reload. */
export type ExtensionView = {
  state: ExtensionState;
  /** Restarts since the bundle was last started or reloaded by a person or an edit. */
  restarts: number;
  retryInMs?: number;
  lastError?: { message: string; file?: string; line?: number; at: number };
  pid?: number;
};

export type BundleView = {
  name: string;
  version: string;
  description?: string;
  kind: BundleKind;
  enabled: boolean;
  state: BundleState;
  problems: BundleProblem[];
  panels: PanelView[];
  graphics: GraphicView[];
  /** Its manifest has sound cues: it has faders in the mixer. */
  hasSounds?: boolean;
  /** Which roles its manifest asks for. */
  access?: BundleAccess;
  extension: ExtensionView;
  dependencies: { name: string; range: string; satisfied: boolean }[];
  git?: BundleGit;
  /** Milliseconds since 1970 of the last start or reload. */
  loadedAt: number;
};

export type BundleErrorCode = 'unknown-bundle' | 'invalid-bundle' | 'blocked' | 'busy';
export type BundleError = { code: BundleErrorCode; message: string };

/** What changed in a bundle's folder, so that only that reloads. */
export type BundleChange = {
  bundle: string;
  kind: 'added' | 'removed' | 'state' | 'manifest' | 'config' | 'extension' | 'panel' | 'graphic' | 'sound' | 'git';
  /** Panel names or graphic files that changed; absent: all of that kind. */
  targets?: string[];
};
