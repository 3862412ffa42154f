import os from 'node:os';
import { nodecgVersion } from '#contract/nodecg-version';
import type { ServerFacts } from '#contract/server-facts';
import type { Config } from '#server/config/config';
import { isLoopback } from '#server/config/is-loopback';
import { authorityOf } from './server-config.ts';

/** What this server is, for the settings page. */
export function serverFacts(
  { version, host, tls, databaseUrl }: Pick<Config, 'version' | 'host' | 'tls' | 'databaseUrl'>,
  port: number | undefined,
): ServerFacts {
  const scheme = tls ? 'https' : 'http';
  return {
    version,
    nodecgVersion,
    node: process.version,
    platform: `${os.platform()} ${os.arch()}`,
    uptimeMs: Math.round(process.uptime() * 1_000),
    addresses:
      port === undefined || isLoopback(host) ? [] : hostsOf(host).map((name) => `${scheme}://${authorityOf(name, port)}/`),
    database: databaseUrl === undefined ? 'embedded' : 'external',
  };
}

/** Listening on all addresses means each that this computer has; else the one that was asked for. */
function hostsOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  const addresses = Object.values(os.networkInterfaces()).flatMap((all) => all ?? []);
  return addresses.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
}
