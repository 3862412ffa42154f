import type { LogLevel } from './host/pipe-protocol.ts';

/** One thing for the server's log: from a bundle's own logging, from what its process printed, or about its process. */
export type ExtensionLogEntry = { bundle: string; source: 'log' | 'stdout' | 'stderr' | 'supervisor'; level: LogLevel; text: string };
export type WriteExtensionLog = (entry: ExtensionLogEntry) => void;
