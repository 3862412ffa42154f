import { createMemoryAccounts, type MemoryAccounts } from '#adapters/memory/accounts';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createPasswordHasher } from '#adapters/crypto/password-hasher';
import { createSecretBox } from '#adapters/crypto/secret-box';
import { createSessionTokens } from '#adapters/crypto/session-tokens';
import type { BusEventOf } from '#contract/events';
import type { AuditRecord, Origin } from '#contract/audit';
import type { Asked, AuthMode } from '#contract/identity';
import { serverActor } from '#contract/replicant';
import type { Accounts } from '#ports/accounts';
import type { EventBus } from '#ports/event-bus';
import { createIdentityService, type IdentityDeps, type StartedIdentity } from './index.ts';

export const secret = 'a secret for tests, long enough';
export const origin: Origin = { address: '192.0.2.7', userAgent: 'test' };
/** As Next asks for itself: may do everything. */
export const byServer: Asked = { asker: { actor: serverActor, via: 'open' }, origin };
export const goodPassword = 'correct staple battery';

export type TestIdentity = {
  identity: StartedIdentity;
  accounts: MemoryAccounts;
  bus: EventBus;
  /** What was written into the audit log. */
  records: AuditRecord[];
  /** What was told to whoever is connected. */
  told: Omit<BusEventOf<'identity.changed'>, 'type'>[];
  /** The clock, milliseconds since 1970. */
  clock: { now: number };
  /** A user with `goodPassword`. */
  addUser: (username: string, more?: Partial<Parameters<Accounts['create']>[0]>) => Promise<string>;
  /** Signed in with a session, as authentication finds them out. */
  signIn: (userId: string) => Promise<Asked>;
};

/** Accounts in which what `method` writes waits for `release`, as for a storage that is slow. */
export function heldAccounts(method: 'addInvite' | 'addPasswordLink'): { accounts: MemoryAccounts; release: () => void } {
  const accounts = createMemoryAccounts();
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const hold =
    <I extends unknown[], T>(work: (...input: I) => Promise<T>) =>
    (...input: I): Promise<T> =>
      released.then(() => work(...input));
  const { addInvite, addPasswordLink } = accounts;
  const held = method === 'addInvite' ? { addInvite: hold(addInvite) } : { addPasswordLink: hold(addPasswordLink) };
  return { accounts: { ...accounts, ...held }, release };
}

/** An identity service on memory, with a clock that stands still and quick hashes. */
export function testIdentity(
  options: { mode?: AuthMode; accounts?: MemoryAccounts } & Partial<Omit<IdentityDeps, 'accounts'>> = {},
): TestIdentity {
  const accounts = options.accounts ?? createMemoryAccounts();
  const bus = createMemoryEventBus({
    onError: (error) => {
      throw error;
    },
  });
  const clock = { now: 1_790_000_000_000 };
  const records: AuditRecord[] = [];
  const told: TestIdentity['told'] = [];
  bus.subscribe('identity.changed', ({ type: _, ...event }) => told.push(event));
  const hasher = createPasswordHasher(4);
  const quiet = () => undefined;
  const identity = createIdentityService({
    mode: 'login',
    accounts,
    hasher,
    tokens: createSessionTokens(secret),
    box: createSecretBox([secret]),
    bus,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    record: (entry) => records.push(entry),
    resource: (name) => ({ ...name, workspaces: [], restricted: false }),
    connectionsOf: () => 0,
    now: () => clock.now,
    ...options,
  });
  let made = 0;
  return {
    identity,
    accounts,
    bus,
    records,
    told,
    clock,
    async addUser(username, more = {}) {
      made += 1;
      const passwordHash = String(await hasher.hash(goodPassword));
      const id = `user-${made}`;
      const role = 'ADMIN' as const;
      const account = { id, username, passwordHash, role, reach: 'all' as const, grants: [], createdAt: clock.now };
      await accounts.create({ ...account, ...more });
      return more.id ?? id;
    },
    async signIn(userId) {
      const expiresAt = clock.now + 86_400_000;
      const opened = await identity.openSession({ userId, method: 'password', expiresAt }, origin);
      if (!opened.ok) throw new Error(opened.error.message);
      const ticket = await createSessionTokens(secret).makeTicket({ sessionId: opened.value.sessionId, expiresAt });
      const asker = await identity.authenticate({ ticket }, origin);
      if (!asker) throw new Error('nobody was recognised');
      return { asker: { ...asker, via: 'session' }, origin };
    },
  };
}
