/** NodeCG's logger, as far as the client itself uses it. */
export interface Log {
  trace(...parts: unknown[]): void;
  debug(...parts: unknown[]): void;
  info(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  error(...parts: unknown[]): void;
  replicants(...parts: unknown[]): void;
}
