import type { BundleGit } from '#contract/bundle';
import type { Json } from '#contract/json';
import type { Result } from '#contract/result';

export type FileChange = {
  kind: 'added' | 'changed' | 'removed';
  /** Absolute, as seen through symbolic links. */ path: string;
  isFolder: boolean;
};

export type WatchRequest = {
  /** Absolute. Need not exist yet: what appears later is reported. */
  dir: string;
  /** Levels below `dir` that are watched. */
  maxDepth: number;
  /** Given the path relative to `dir`, with `/`; true leaves it and everything below it out. */
  isIgnored(relativePath: string): boolean;
  onChange(change: FileChange): void;
  /** Something can't be watched (for people; says what to do). Called at most once per kind of trouble. */
  onTrouble(message: string): void;
};

export type EvaluationError = { message: string; line?: number };

/** What the bundle service needs of the disk beyond reading files. Nothing here ever rejects. */
export interface BundleFiles {
  /** Resolves when watching has begun (or after 5 s, then it begins later). Symbolic links are followed. */
  watch(request: WatchRequest): Promise<() => Promise<void>>;
  /** The commit that is checked out in a folder with its own `.git`. `known`, if it is still that commit, saves the work. */
  readGit(dir: string, known?: BundleGit): Promise<BundleGit | undefined>;
  /** What a CommonJS or ES module exports by default, always read anew. Contained: a throw, an exit, an endless loop or a promise that never settles is an error after `timeoutMs`. */
  evaluate(file: string, timeoutMs: number): Promise<Result<Json, EvaluationError>>;
}
