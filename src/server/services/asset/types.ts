import type { Readable } from 'node:stream';
import type { AssetCategoryView, AssetFolder, AssetOverview } from '#contract/asset';
import type { Json } from '#contract/json';
import type { Actor, ReplicantKey } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { AssetFiles } from '#ports/asset-files';
import type { Log } from '#ports/log';
import type { ReplicantDefinition } from '#ports/replicant-definitions';

/** What an enabled bundle says about its files. */
export type AssetBundle = {
  name: string;
  assetCategories: readonly AssetCategoryView[];
  soundCues: readonly { assignable: boolean }[];
};

export type AssetDeps = {
  files: AssetFiles;
  /** The enabled bundles in the show's order. */
  bundles: () => readonly AssetBundle[];
  /** Makes it a replicant's value; resolves when everybody has been told. */
  publish: (key: ReplicantKey, value: Json) => Promise<void>;
  log: Log;
  maxFileBytes: number;
  timing?: Partial<AssetTiming>;
};

export type AssetTiming = {
  /** A file that changed less than this ago may still be being written: it is looked at again. */
  settleMs: number;
  /** Changes on disk that come together are one look. */
  gatherMs: number;
  /** How long a category's first value waits for files to be read. */
  firstMs: number;
};

/**
 * - `forbidden`: this actor may not. - `unknown-category`: no enabled bundle has it. - `bad-name`, `wrong-type`, `too-large`: that file.
 * - `no-space`: the disk is full. - `gone`: there is no such file. - `interrupted`: the content ended early. - `malformed`: it is no upload.
 * - `busy`: too many at once. - `unwritable`: the disk refused. In every case nothing has changed.
 */
export type AssetErrorCode =
  | 'forbidden'
  | 'unknown-category'
  | 'bad-name'
  | 'wrong-type'
  | 'too-large'
  | 'no-space'
  | 'gone'
  | 'interrupted'
  | 'malformed'
  | 'busy'
  | 'unwritable';
export type AssetError = { code: AssetErrorCode; message: string };

/** Files that come together. Each is whole before the first of them is put there; only a disk that fails right then leaves some out. */
export type AssetUpload = {
  /** Takes in one file. After a failure only `discard` is left. */
  add(name: string, content: Readable): Promise<Result<null, AssetError>>;
  /** Puts all of them into the folder. Resolves when bundles see them. */
  finish(): Promise<Result<null, AssetError>>;
  /** Resolves when nothing of it is left but what `finish` has put there. A file that is still being taken in must have ended or been destroyed. */
  discard(): Promise<void>;
};

/** Files of the show: what bundles declare in `assetCategories`, and what lies in their folders. See SPEC.md for the rules by id. */
export interface AssetService {
  /** Begins to follow the disk. */
  start(): Promise<void>;
  /** The enabled bundles, or what they declare, may have changed. */
  followBundles(): void;
  overview(): AssetOverview;
  /** What counts for a replicant that this service keeps; undefined for all others. Waits until its files are known. */
  definition(key: ReplicantKey): Promise<ReplicantDefinition | undefined>;
  /** The absolute path of a file that may be read. */
  find(folder: AssetFolder, base: string): Promise<string | undefined>;
  /** `bytes`: how long all of it will be, where that is known. */
  upload(folder: AssetFolder, actor: Actor, bytes?: number): Promise<Result<AssetUpload, AssetError>>;
  remove(folder: AssetFolder, base: string, actor: Actor): Promise<Result<null, AssetError>>;
  close(): Promise<void>;
}
