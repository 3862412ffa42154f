import type { HealthCheck } from '#contract/health';
import type { SharedRedis } from '#runtime/open-redis';
import type { Config } from '#server/config/config';
import { isHttpsOnly } from '#server/config/https-only';
import { isLoopback } from '#server/config/is-loopback';

/** Passwords and sessions travel readable for everybody on the network; undefined: they don't. */
export function describeInTheClear(
  config: Pick<Config, 'host' | 'dev' | 'nextAuthUrl' | 'tls' | 'trustedProxies'>,
): string | undefined {
  const isProxied = config.trustedProxies !== undefined && config.trustedProxies.length > 0;
  if (isLoopback(config.host) || isHttpsOnly(config) || isProxied) return undefined;
  return 'People sign in over plain HTTP: others on the same network can read along. Use a certificate or a proxy, see docs/security.md.';
}

/** What of a server's surroundings wants attention, as lines of `/ready`. */
export function describeSurroundings(config: Config, redis: Pick<SharedRedis, 'isUp'> | undefined): HealthCheck[] {
  const inTheClear = describeInTheClear(config);
  return [
    ...(inTheClear === undefined ? [] : [{ name: 'https', state: 'attention', detail: inTheClear } as const]),
    ...(redis === undefined ? [] : [redis.isUp() ? ({ name: 'redis', state: 'ok' } as const) : redisAway]),
  ];
}

const redisAway: HealthCheck = {
  name: 'redis',
  state: 'attention',
  detail: 'Redis is away: this server goes on alone until it is back. Nothing on air is affected.',
};
