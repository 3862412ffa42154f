import type { InjectedConfig } from '#bundles/client/injected-scripts';
import type { Json, JsonObject } from '#contract/json';
import type { Config } from '#server/config/config';

/** `127.0.0.1:3000`, with brackets where an address has colons. */
export function authorityOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** NodeCG's filtered configuration: what pages read as `nodecg.config` and `ncgConfig` (compat.md A.2). No secrets, no paths. */
export function serverConfigOf(config: Config, port: number): InjectedConfig {
  const { nodecg, host, realtimeUrl } = config;
  const { console, file } = nodecg.logging;
  const { login, sentry, ssl } = nodecg;
  return plain({
    host,
    port,
    baseURL: baseUrlOf(config, port),
    logging: {
      console: { enabled: console.enabled, level: console.level, timestamps: console.timestamps, replicants: console.replicants },
      file: { enabled: file.enabled, level: file.level, timestamps: file.timestamps, replicants: file.replicants },
    },
    login: { enabled: login.enabled, ...(login.enabled ? providersOf(login) : {}) },
    sentry: { enabled: sentry.enabled, ...(sentry.enabled ? { dsn: sentry.dsn } : {}) },
    ssl: { enabled: ssl.enabled },
    ...(realtimeUrl === undefined ? {} : { realtimeUrl }),
  });
}

/** The whole of it in NodeCG's shape, secrets included: what extensions read as `nodecg.config`. Host and port are those we listen on. */
export function fullConfigOf(config: Config, port: number): JsonObject {
  return plain({ ...config.nodecg, host: config.host, port, baseURL: baseUrlOf(config, port) });
}

function baseUrlOf({ nodecg, host }: Config, port: number): string {
  return nodecg.baseURL ?? authorityOf(host, port);
}

function providersOf({ steam, twitch, local, discord }: Config['nodecg']['login']) {
  const openPartOf = (provider: typeof twitch | typeof discord) =>
    provider?.enabled ? { enabled: true, clientID: provider.clientID, scope: provider.scope } : { enabled: false };
  return {
    ...(steam ? { steam: { enabled: steam.enabled } } : {}),
    ...(twitch ? { twitch: openPartOf(twitch) } : {}),
    ...(local ? { local: { enabled: local.enabled } } : {}),
    ...(discord ? { discord: openPartOf(discord) } : {}),
  };
}

/** Without what is undefined, as it travels. */
function plain(value: object): JsonObject & Record<string, Json> {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
