import pino from 'pino';
import type { Log } from '#ports/log';
import { formatLine } from './log/format-line.ts';

export type ServerLog = Log & { /** Writes what is still waiting. For the very end: it blocks. */ flush(): void };

/** Characters that wait for a reader that is away; more is dropped rather than kept. */
const waitingCharacters = 1024 * 1024;

/**
 * Writes to standard output without ever blocking: lines for people on a terminal, JSON elsewhere. What nobody reads is dropped.
 * Secrets are never handed to it.
 */
export function createLog({ isTerminal, level }: { isTerminal: boolean; level: 'debug' | 'info' }): ServerLog {
  const output = pino.destination({ dest: 1, sync: false, maxLength: waitingCharacters });
  // A closed pipe is no reason to go off air.
  output.on('error', () => undefined);
  const target = isTerminal ? { write: (line: string) => void output.write(formatLine(line)) } : output;
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    target,
  );
  const write = (kind: 'debug' | 'info' | 'warn' | 'error') => (message: string, details?: Record<string, unknown>) =>
    details ? logger[kind](details, message) : logger[kind](message);
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    flush() {
      try {
        output.flushSync();
      } catch {
        // Nothing was opened yet, or nobody reads.
      }
    },
  };
}
