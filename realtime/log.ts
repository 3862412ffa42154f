import pino, { type DestinationStream, type StreamEntry } from 'pino';
import type { Log } from '#ports/log';
import type { Config, LogSink } from '#server/config/config';
import { formatLine } from './log/format-line.ts';
import { openLogFile } from './log/open-log-file.ts';

export type ServerLog = Log & { /** Writes what is still waiting. For the very end: it blocks. */ flush(): void };
export type LogOptions = { isTerminal: boolean } & Pick<Config, 'dev' | 'logging'>;

/** Characters that wait for a reader that is away; more is dropped rather than kept. */
const waitingCharacters = 1024 * 1024;

/** NodeCG's levels in pino's terms. */
const levels = { verbose: 'trace', debug: 'debug', info: 'info', warn: 'warn', error: 'error' } as const;

/**
 * Writes to standard output, and to a bounded file where that is asked for, without ever blocking: lines for people on a terminal, JSON
 * elsewhere. What nobody reads is dropped. Secrets are never handed to it.
 */
export function createLog({ isTerminal, dev, logging }: LogOptions): ServerLog {
  const output = pino.destination({ dest: 1, sync: false, maxLength: waitingCharacters });
  // A closed pipe is no reason to go off air.
  output.on('error', () => undefined);
  const file = isOn(logging.file) ? openLogFile(logging.file.path, waitingCharacters) : undefined;
  const forPeople = { write: (line: string) => void output.write(formatLine(line)) };
  const console = dev && logging.console.level === 'info' ? { ...logging.console, level: 'debug' as const } : logging.console;
  const streams = [...entryOf(console, isTerminal ? forPeople : output), ...(file ? entryOf(logging.file, file) : [])];
  const logger = pino(
    {
      level: streams.length > 0 ? 'trace' : 'silent',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.multistream(streams),
  );
  const write = (kind: 'debug' | 'info' | 'warn' | 'error') => (message: string, details?: Record<string, unknown>) =>
    details ? logger[kind](details, message) : logger[kind](message);
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    flush() {
      for (const each of [output, file]) {
        try {
          each?.flushSync();
        } catch {
          // Nothing was opened yet, or nobody reads.
        }
      }
    },
  };
}

function isOn({ enabled, level }: LogSink): boolean {
  return enabled && level !== 'silent';
}

/** None where nothing is to be written. */
function entryOf({ enabled, level, timestamps }: LogSink, stream: DestinationStream): StreamEntry[] {
  if (!enabled || level === 'silent') return [];
  const timeless = { write: (line: string) => void stream.write(line.replace(/,"time":"[^"]*"/, '')) };
  return [{ level: levels[level], stream: timestamps ? stream : timeless }];
}
