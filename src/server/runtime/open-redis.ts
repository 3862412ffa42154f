import { createMemoryRateLimiter } from '#adapters/memory/rate-limiter';
import { connectRedis } from '#adapters/redis/connect';
import { linkIdentities } from '#adapters/redis/identity-link';
import { createRedisRateLimiter } from '#adapters/redis/rate-limiter';
import { createRedisSessionMirror } from '#adapters/redis/session-mirror';
import type { EventBus, Unsubscribe } from '#ports/event-bus';
import type { Log } from '#ports/log';
import type { RateLimiter } from '#ports/rate-limiter';
import type { IdentityService } from '#services/identity/index';

/** What servers on one Redis share: counts, which sessions there are, and that one has ended. */
export type SharedRedis = {
  limiter: RateLimiter;
  isUp(): boolean;
  /** Carries on what changes for people and keys, and shows sessions. Returns the end of it. */
  share(bus: EventBus, identity: Pick<IdentityService, 'openSession'>): SharedIdentity;
  close(): Promise<void>;
};
export type SharedIdentity = { openSession: IdentityService['openSession']; onGap: (handler: () => void) => Unsubscribe };

/** Never waits for Redis and never fails: without it this server goes on alone. */
export function openRedis(url: string, log: Log): SharedRedis {
  const line = connectRedis(url, log);
  const mirror = createRedisSessionMirror(line);
  const stops: (() => Promise<void> | void)[] = [];
  return {
    limiter: createRedisRateLimiter(line, createMemoryRateLimiter()),
    isUp: line.isUp,
    share(bus, identity) {
      const link = linkIdentities({ line, bus, log });
      const stop = bus.subscribe('identity.changed', ({ sessionIds = [], ended }) => {
        if (ended) void mirror.ended(sessionIds);
      });
      stops.push(stop, link.close);
      return {
        onGap: link.onGap,
        async openSession(input, origin) {
          const opened = await identity.openSession(input, origin);
          if (!opened.ok) return opened;
          const { sessionId, username, role } = opened.value;
          const { userId, method, expiresAt } = input;
          await mirror.opened(sessionId, { userId, username, role, method, expiresAt });
          return opened;
        },
      };
    },
    async close() {
      for (const stop of stops.splice(0)) await stop();
      await line.close();
    },
  };
}
