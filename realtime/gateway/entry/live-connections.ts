import type { EventBus } from '#ports/event-bus';
import type { BusEventOf } from '#contract/events';
import type { Actor } from '#contract/replicant';
import type { AccessService } from '#services/access/index';
import type { IdentityService } from '#services/identity/index';
import type { Admitted } from './admit.ts';
import { nextEnd } from './permits.ts';

/** A connection that lasts as long as what it came in by. */
export type LiveConnection = Pick<Admitted, 'asker' | 'credentials'> & {
  address: string;
  userAgent: string;
  /** Whether it still may have everything that it has. */
  isStillAllowed(): boolean;
  /** What it may see of lists has changed, and not for less. */
  refresh(): void;
  /** `ended`: what it came in by is over for good. */
  cutOff(ended: boolean): void;
};

export type LiveConnections = {
  /** Grows with everything that was revoked or changed: who was let in before it was is asked again. */
  readonly changes: number;
  /** `changesBefore`: what {@link changes} was when it was found out who asks. Returns the end. */
  add(connection: LiveConnection, changesBefore: number): () => void;
  close(): void;
};

export type LiveConnectionsDeps = {
  bus: EventBus;
  identity: Pick<IdentityService, 'mode' | 'authenticate'>;
  access: Pick<AccessService, 'onChange'>;
  now?: () => number;
};

/** One look at all connections, however many: of a grant, session or key that ends by itself nothing is left this much later, also while the database is away. */
const lookMs = 500;

/**
 * Cuts off connections at once when what they came in by is revoked or changed, and when it ends by itself. They come back and are asked
 * anew. What was restricted meanwhile costs only those a connection that had something of it.
 */
export function createLiveConnections({ bus, identity, access, now = Date.now }: LiveConnectionsDeps): LiveConnections {
  const live = new Map<LiveConnection, { endsAt: number }>();
  let changes = 0;

  const cutOff = (connection: LiveConnection, ended: boolean): void => {
    if (live.delete(connection)) connection.cutOff(ended);
  };
  /** Whose rights came from somebody else's account, and those who came in while something was changing. */
  const askAgain = async (connection: LiveConnection): Promise<void> => {
    const { address, userAgent, credentials, asker } = connection;
    const again = await identity.authenticate(credentials, { address, userAgent }).catch(() => undefined);
    if (!again) cutOff(connection, true);
    else if (!isSame(again.actor, asker.actor)) cutOff(connection, false);
  };
  const changed = (event: BusEventOf<'identity.changed'>): void => {
    changes += 1;
    for (const connection of [...live.keys()]) {
      const { asker } = connection;
      if (isMeant(event, connection)) cutOff(connection, event.ended);
      else if (asker.keyId !== undefined && event.userId !== undefined) void askAgain(connection);
    }
  };
  const look = (): void => {
    const time = now();
    for (const [connection, { endsAt }] of [...live]) {
      const isOver = (connection.asker.expiresAt ?? Infinity) <= time;
      if (isOver || endsAt <= time) cutOff(connection, isOver);
    }
  };
  const timer = setInterval(look, lookMs);
  timer.unref();
  const stops = [
    bus.subscribe('identity.changed', changed),
    bus.onGap(() => {
      changes += 1;
      for (const connection of [...live.keys()]) void askAgain(connection);
    }),
    access.onChange(() => {
      for (const connection of [...live.keys()]) {
        if (connection.isStillAllowed()) connection.refresh();
        else cutOff(connection, false);
      }
    }),
    () => clearInterval(timer),
  ];

  return {
    get changes() {
      return changes;
    },
    add(connection, changesBefore) {
      if (identity.mode === 'open' && connection.asker.via === 'open') {
        live.set(connection, { endsAt: Infinity });
        return () => void live.delete(connection);
      }
      const { asker } = connection;
      live.set(connection, { endsAt: nextEnd({ actor: asker.actor }, now()) });
      if (changesBefore !== changes) void askAgain(connection);
      return () => void live.delete(connection);
    },
    close() {
      for (const stop of stops) stop();
      live.clear();
    },
  };
}

function isMeant({ userId, sessionIds, keyIds }: BusEventOf<'identity.changed'>, { asker }: LiveConnection): boolean {
  if (asker.keyId !== undefined) return keyIds?.includes(asker.keyId) === true;
  // Where sessions are named, the user's others go on; keys that are named beside say nothing of them.
  if (sessionIds) return asker.sessionId !== undefined && sessionIds.includes(asker.sessionId);
  return userId !== undefined && asker.userId === userId;
}

function isSame(a: Actor, b: Actor): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
