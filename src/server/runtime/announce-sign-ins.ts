import type { Asked } from '#contract/identity';
import type { JsonObject } from '#contract/json';
import type { EventBus } from '#ports/event-bus';
import type { ExtensionHosts } from '#ports/extension-hosts';
import type { IdentityService } from '#services/identity/index';

type Known = { userId: string; user: JsonObject };
const mostKnown = 5_000;

/** Tells extensions who has signed in, and whose sign-in has ended: NodeCG's `login` and `logout`. */
export function announceSignIns(
  identity: IdentityService,
  { hosts, bus }: { hosts: Pick<ExtensionHosts, 'emit'>; bus: Pick<EventBus, 'subscribe'> },
): { identity: IdentityService; close: () => void } {
  const known = new Map<string, Known>();
  const remember = (sessionId: string, user: Known) => {
    const oldest = known.size >= mostKnown ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(sessionId, user);
  };
  const leave = (sessionId: string) => {
    const session = known.get(sessionId);
    if (known.delete(sessionId) && session) hosts.emit('logout', session.user);
  };
  const close = bus.subscribe('identity.changed', ({ sessionIds = [], userId, ended }) => {
    if (!ended) return;
    for (const sessionId of sessionIds) leave(sessionId);
    if (sessionIds.length > 0 || userId === undefined) return;
    for (const [sessionId, session] of known) if (session.userId === userId) leave(sessionId);
  });
  const announced: IdentityService = {
    ...identity,
    async openSession(input, origin) {
      const opened = await identity.openSession(input, origin);
      if (!opened.ok) return opened;
      const { sessionId, username, role } = opened.value;
      const user = userOf({ id: input.userId, name: username, role, method: input.method });
      remember(sessionId, { userId: input.userId, user });
      hosts.emit('login', user);
      return opened;
    },
    revokeSessions(input, asked) {
      const own = input.sessionId !== undefined && input.sessionId === asked.asker.sessionId ? input.sessionId : undefined;
      // One that was opened before a restart.
      if (own !== undefined && !known.has(own)) remember(own, knownOf(asked));
      return identity.revokeSessions(input, asked);
    },
  };
  return { identity: announced, close };
}

function knownOf({ asker: { actor, userId = actor.id } }: Asked): Known {
  return { userId, user: userOf({ id: userId, name: actor.id, role: actor.role, method: '' }) };
}

/** In NodeCG's shape, without what nobody else should know. */
function userOf({ id, name, role, method }: { id: string; name: string; role: string; method: string }): JsonObject {
  return { id, name, roles: [{ name: role.toLowerCase() }], identities: method === '' ? [] : [{ provider_type: method }] };
}
