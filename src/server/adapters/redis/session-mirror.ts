import type { SessionMirror } from '#ports/session-mirror';
import type { RedisLine } from './connect.ts';

/** Keys `sessions:<id>` that end with the session. */
export function createRedisSessionMirror({ client, isUp }: RedisLine, now: () => number = Date.now): SessionMirror {
  return {
    async opened(id, session) {
      const leftMs = session.expiresAt - now();
      if (!isUp() || leftMs <= 0) return;
      await client
        .set(`sessions:${id}`, JSON.stringify(session), { expiration: { type: 'PX', value: leftMs } })
        .catch(() => undefined);
    },
    async ended(ids) {
      if (!isUp() || ids.length === 0) return;
      await client.del(ids.map((id) => `sessions:${id}`)).catch(() => undefined);
    },
  };
}
