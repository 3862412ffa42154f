import type { Log } from '#ports/log';
import type { LogLevel } from './host/pipe-protocol.ts';

/** One thing for the server's log: from a bundle's own logging, from what its process printed, or about its process. */
export type ExtensionLogEntry = {
  bundle: string;
  source: 'log' | 'stdout' | 'stderr' | 'supervisor';
  level: LogLevel;
  text: string;
};
export type WriteExtensionLog = (entry: ExtensionLogEntry) => void;

/** Every line begins with a name in brackets; NodeCG's loggers write theirs themselves. */
export function writeTo(log: Log): WriteExtensionLog {
  return ({ bundle, source, level, text }) =>
    log[level === 'trace' ? 'debug' : level](source === 'log' && text.startsWith('[') ? text : `[${bundle}] ${text}`, {
      bundle,
      source,
    });
}
