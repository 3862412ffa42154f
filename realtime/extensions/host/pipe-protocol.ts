import type { BundleGit } from '#contract/bundle';
import type { Json } from '#contract/json';
import type { SocketCommand, SocketNews } from './sockets-protocol.ts';
import type { Frame, Replies, RequestName, Welcome } from '#contract/wire';

/* What travels on the pipe between the supervisor and an extension host: one JSON object per line. */

/** A bundle as its host needs it. */
export type HostedBundle = {
  name: string;
  version: string;
  dir: string;
  entry: string;
  /** A TypeScript entry, compiled: CommonJS that runs as if it were in the entry's place. */
  code?: string;
  config: Json;
  git?: BundleGit;
  /** Bundles that its extension builds on, to tell its author when one of them is missing. */
  dependencies: string[];
};

/** The first line: everything that a host starts from. */
export type StartMessage = {
  t: 'start';
  root: string;
  bundles: HostedBundle[];
  serverConfig: Json;
  welcome: Welcome;
  /** An extension that hasn't finished loading after this long has failed. */
  loadMs: number;
  /** The socket on which this host answers HTTP requests, once an extension has mounted something. */
  httpAddress: string;
};

/** Events of the whole server, for every extension: `login` and `logout` carry the user. */
export type ServerEvent = 'extensionsLoaded' | 'serverStarted' | 'login' | 'logout';

export type HostMessage =
  | StartMessage
  | { t: 'reply'; id: number; result: Replies[RequestName] }
  | { t: 'frame'; items: Frame }
  | { t: 'event'; event: ServerEvent; args: Json[] }
  | { t: 'sockets'; news: SocketNews }
  /** Emit `serverStopping`, hand over what is queued, and end. */
  | { t: 'stop' };

/** For people: no absolute paths, no stack. `file` is relative to the bundle's folder. */
export type ExtensionFault = { message: string; file?: string; line?: number };

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export type SupervisorMessage =
  | { t: 'request'; id: number; bundle: string; name: RequestName; payload: unknown }
  /** A bundle's extension has been loaded, or threw; a second one with `fault` follows when an async extension rejects: what it has registered goes on. */
  | { t: 'loaded'; bundle: string; fault?: ExtensionFault }
  /** Every bundle of the group has been tried. */
  | { t: 'ready' }
  /** Something is mounted: this host answers on its `httpAddress`. */
  | { t: 'serving' }
  /** Without `command` it was one that is not in our protocol, and is left out. */
  | { t: 'sockets'; command?: SocketCommand | undefined }
  /** From the worker: `count` grows while the main thread's event loop turns. `rss` in bytes. */
  | { t: 'beat'; count: number; rss: number }
  | { t: 'log'; bundle: string; level: LogLevel; text: string }
  /** Why the host is about to end. */
  | { t: 'crash'; bundle?: string; fault: ExtensionFault };
