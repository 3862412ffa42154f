import type { SocketNamespace } from '#contract/protocol';
import type { Hello } from '#contract/wire';
import { createBrowserLink } from './browser-link.ts';
import type { AskTicket } from './dashboard-line.ts';
import { Emitter, type Listener } from './emitter.ts';
import type { InjectedBundle, InjectedConfig } from './injected-scripts.ts';
import type { Link } from './link.ts';
import { createLogger, type LoggerClass, type LogSettings } from './logger.ts';
import { createMessages, type Messages } from './messages.ts';
import type { PageError } from './page-errors.ts';
import { createPageSchemas } from './page-schemas.ts';
import { createPageTick } from './page-tick.ts';
import type { Refusal } from './replicant-line.ts';
import { createReplicants, type Replicants } from './replicants.ts';
import { createConnection, type Connection } from './server-clock.ts';
import type { TimerParts } from './timer.ts';
import { createTimers, type Timers } from './timers.ts';

/** Everything that the NodeCG objects of one window share: one connection, one of each replicant. */
export type PageClient = {
  link: Link;
  replicants: Replicants;
  messages: Messages;
  timers: Timers;
  connection: Connection;
  Logger: LoggerClass;
  /** Calls back for every write of these pages that was not made; returns the end. */
  onRefused(handler: (refusal: Refusal) => void): () => void;
  /** Calls back for every script error in a panel inside the dashboard; returns the end. */
  onPageError(handler: (error: PageError) => void): () => void;
  reportPageError(error: PageError): void;
  prune(isGone: (listener: Listener) => boolean): void;
};

/** Connects this page; `bundle` is undefined for the dashboard itself. */
export function createPageClient(bundle: InjectedBundle | undefined, config: InjectedConfig, ticket?: AskTicket): PageClient {
  const page = bundle?.page;
  const isGraphic = page?.kind === 'graphic';
  const namespace: SocketNamespace = isGraphic ? '/graphics' : '/dashboard';
  const link = createBrowserLink({ namespace, page: helloPage(bundle), url: config.realtimeUrl, ticket });
  const Logger = createLogger(consoleSettings(config));
  const troubles = new Emitter();
  const followTrouble =
    (event: string) =>
    (handler: Listener): (() => void) => {
      troubles.on(event, handler);
      return () => void troubles.off(event, handler);
    };
  const onRefused = (refusal: Refusal) => void troubles.emit('refused', refusal);
  const log = (name: string) => new Logger(name);
  const replicants = createReplicants(link, {
    mode: 'browser',
    log,
    onRefused,
    schedule: createPageTick(),
    ...createPageSchemas(),
  });
  const messages = createMessages(link);
  const connection = createConnection(link);
  const timers = createTimers({ link, replicants, connection, log, onRefused, frames: windowFrames() });
  const prune = (isGone: (listener: Listener) => boolean): void => {
    replicants.prune(isGone);
    messages.prune(isGone);
    timers.prune(isGone);
    connection.events.prune(isGone);
  };
  return {
    link,
    replicants,
    messages,
    timers,
    connection,
    Logger,
    onRefused: followTrouble('refused'),
    onPageError: followTrouble('page-error'),
    reportPageError: (error) => void troubles.emit('page-error', error),
    prune,
  };
}

/** A worker has none. */
function windowFrames(): TimerParts['frames'] {
  if (typeof requestAnimationFrame !== 'function') return undefined;
  return { request: (draw) => requestAnimationFrame(draw), cancel: (frame) => cancelAnimationFrame(frame) };
}

function helloPage(bundle: InjectedBundle | undefined): Hello['page'] {
  if (!bundle?.page || bundle.page.kind === 'dashboard') return { kind: 'dashboard' };
  const { kind, url, loadedAt, gitHash, preview } = bundle.page;
  return {
    kind,
    bundle: bundle.name,
    version: bundle.version,
    url,
    loadedAt,
    ...(gitHash ? { gitHash } : {}),
    ...(preview ? { preview } : {}),
  };
}

function consoleSettings(config: InjectedConfig): LogSettings {
  const { logging } = config;
  const settings = isRecord(logging) ? logging.console : undefined;
  return isRecord(settings) ? settings : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
