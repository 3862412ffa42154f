import { format } from 'node:util';
import { limitRate } from './limit-rate.ts';
import type { LogLevel } from './pipe-protocol.ts';

/** NodeCG's log. */
export type ExtensionLogger = Record<LogLevel | 'replicants', (...parts: unknown[]) => void> & { readonly name: string };
export type LoggerClass = new (name: string) => ExtensionLogger;

const maxTextLength = 8_192;
const linesPerSecond = 200;
const burstLines = 1_000;

/** NodeCG's Logger class, writing to the server's log. What exceeds 200 lines a second is counted, not written. */
export function createLoggerClass(write: (level: LogLevel, text: string) => void): LoggerClass {
  const limit = limitRate(linesPerSecond, burstLines);
  const log = (level: LogLevel, name: string, parts: unknown[]) => {
    if (!limit.take()) return;
    const leftOut = limit.leftOut();
    if (leftOut > 0) write('warn', `[${name}] ${leftOut} log lines left out: at most ${linesPerSecond} a second are kept.`);
    write(level, `[${name}] ${format(...parts)}`.slice(0, maxTextLength));
  };
  return class Logger implements ExtensionLogger {
    constructor(readonly name: string) {}
    readonly trace = (...parts: unknown[]) => log('trace', this.name, parts);
    readonly debug = (...parts: unknown[]) => log('debug', this.name, parts);
    readonly info = (...parts: unknown[]) => log('info', this.name, parts);
    readonly warn = (...parts: unknown[]) => log('warn', this.name, parts);
    readonly error = (...parts: unknown[]) => log('error', this.name, parts);
    readonly replicants = (...parts: unknown[]) => log('debug', this.name, parts);
  };
}
