import type { Result } from '#contract/result';

/**
 * - `unsupported`: no Postgres for this platform is installed. - `not-writable`: this user can't use the data folder.
 * - `foreign-data`: the folder holds something else, or another major version's database. - `port-taken`: the port asked for is in use.
 * - `start-failed`: Postgres said why, see the message. Every message says what to do.
 */
export type EmbeddedErrorCode = 'unsupported' | 'not-writable' | 'foreign-data' | 'port-taken' | 'start-failed';
export type EmbeddedError = { code: EmbeddedErrorCode; message: string };
export type EmbeddedResult<T> = Result<T, EmbeddedError>;

export type Log = (line: string) => void;

/** Whom Postgres runs as: it refuses to run as root. Empty: as ourselves. */
export type RunAs = { uid?: number; gid?: number };

export type Binaries = { initdb: string; postgres: string; pgCtl: string };

/** One database on this machine. `folder` is a real path; `hidden`: `runAs` can't walk to it, see {@link openFolder}. */
export type Place = { folder: string; hidden: boolean; passwordFile: string; binaries: Binaries; runAs: RunAs };

export type ExitInfo = { code: number | null; signal: NodeJS.Signals | null };
