import type { InjectedConfig } from '#bundles/client/injected-scripts';
import type { Config } from '#server/config/config';

/** `127.0.0.1:3000`, with brackets where an address has colons. */
export function authorityOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** NodeCG's filtered configuration: what bundles read as `nodecg.config` and `ncgConfig` (compat.md A.2). No secrets, no paths. */
export function serverConfigOf({ host, realtimeUrl }: Config, port: number): InjectedConfig {
  const sink = { enabled: true, level: 'info', timestamps: true, replicants: false };
  return {
    host,
    port,
    baseURL: authorityOf(host, port),
    logging: { console: sink, file: { ...sink, enabled: false } },
    login: { enabled: false },
    sentry: { enabled: false },
    ssl: { enabled: false },
    ...(realtimeUrl === undefined ? {} : { realtimeUrl }),
  };
}
