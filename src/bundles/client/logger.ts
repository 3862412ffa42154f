import type { Log } from './log.ts';

export type LogSettings = { enabled?: boolean; level?: string; replicants?: boolean };
export type LoggerClass = new (name: string) => Log & { name: string };

const ranks: Record<string, number> = { verbose: 0, trace: 0, debug: 1, info: 2, warn: 3, error: 4, silent: 5 };

/** NodeCG's `Logger`: writes to the console with `[name]` in front, from the configured level up. */
export function createLogger({ enabled = true, level = 'info', replicants = false }: LogSettings = {}): LoggerClass {
  const least = enabled ? (ranks[level] ?? 2) : 5;
  const isWritten = (rank: number): boolean => rank >= least;
  return class Logger implements Log {
    constructor(public name: string) {}

    trace(...parts: unknown[]): void {
      if (isWritten(0)) console.info(`[${this.name}]`, ...parts);
    }

    debug(...parts: unknown[]): void {
      if (isWritten(1)) console.info(`[${this.name}]`, ...parts);
    }

    info(...parts: unknown[]): void {
      if (isWritten(2)) console.info(`[${this.name}]`, ...parts);
    }

    warn(...parts: unknown[]): void {
      if (isWritten(3)) console.warn(`[${this.name}]`, ...parts);
    }

    error(...parts: unknown[]): void {
      if (isWritten(4)) console.error(`[${this.name}]`, ...parts);
    }

    replicants(...parts: unknown[]): void {
      if (enabled && replicants) console.info(`[${this.name}]`, ...parts);
    }
  };
}
