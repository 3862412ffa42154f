import type { Asker } from '#contract/identity';
import type { Accounts } from '#ports/accounts';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import { createAskerMemory } from './asker-memory.ts';
import { hashToken } from './context.ts';
import { keyAsker, sessionAsker, type LoadedAsker } from './to-asker.ts';

/** Who somebody is, by their session or key. From memory where it is known; what was revoked is forgotten at once. */
export type LiveAskers = {
  bySession(sessionId: string): Promise<Asker | undefined>;
  byKey(key: string): Promise<Asker | undefined>;
  close(): void;
};

const keyForm = /^ncg_[\w-]{43}$/;

/** See SPEC.md I8 and I9. */
export function createLiveAskers(deps: { accounts: Accounts; bus: EventBus; log: Log; now: () => number }): LiveAskers {
  const { accounts, bus, now } = deps;
  const sessions = createAskerMemory(
    {
      load: async (id) => {
        const found = await accounts.session(id, now());
        return found && sessionAsker(found, now());
      },
      touch: (id) => accounts.touchSession(id, now()),
      lost: (sessionId) => bus.publish({ type: 'identity.changed', sessionIds: [sessionId], ended: true }),
    },
    deps,
  );
  const keys = createAskerMemory(
    {
      load: async (hash) => {
        const found = await accounts.keyByHash(hash, now());
        return found && keyAsker(found, now());
      },
      touch: (_, { keyId = '' }) => accounts.touchKey(keyId, now()),
      lost: (_, { keyId = '' }) => bus.publish({ type: 'identity.changed', keyIds: [keyId], ended: true }),
    },
    deps,
  );
  const stop = bus.subscribe('identity.changed', ({ userId, sessionIds = [], keyIds = [] }) => {
    const isTheirs = (known: LoadedAsker) => userId !== undefined && known.userId === userId;
    sessions.forget((known) => isTheirs(known) || sessionIds.includes(known.asker.sessionId ?? ''));
    keys.forget((known) => isTheirs(known) || keyIds.includes(known.asker.keyId ?? ''));
  });
  const stopGap = bus.onGap(() => {
    sessions.forget(() => true);
    keys.forget(() => true);
  });
  return {
    bySession: sessions.find,
    byKey: async (key) => (keyForm.test(key) ? keys.find(hashToken(key)) : undefined),
    close() {
      stop();
      stopGap();
    },
  };
}
