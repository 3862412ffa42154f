import { maySteer, ownerActor, type ActorAccess, type Owner } from '#contract/access';
import type { Asker, GrantView } from '#contract/identity';
import type { Accounts } from '#ports/accounts';

type Found<M extends 'session' | 'keyByHash'> = NonNullable<Awaited<ReturnType<Accounts[M]>>>;
export type LoadedAsker = { asker: Asker; expiresAt: number; userId?: string };

/** Undefined: the user is disabled. The role is the user's of now, whatever a token says. */
export function sessionAsker({ session, account }: Found<'session'>, now: number): LoadedAsker | undefined {
  if (account.disabledAt !== undefined) return undefined;
  const { id: userId, username, role, reach } = account;
  const { expiresAt } = session;
  const access: ActorAccess = { reach, grants: rulesOf(account, now) };
  return {
    asker: { actor: { kind: 'user', id: username, role, access }, via: 'session', userId, sessionId: session.id, expiresAt },
    expiresAt,
    userId,
  };
}

/**
 * A key has its grants and nothing else, and of those what its owner may now: `can` asks for both. A key that reads has no grant that
 * writes, nor has one whose owner steers nothing any more. Undefined: its owner is disabled.
 */
export function keyAsker({ key, owner: account }: Found<'keyByHash'>, now: number): LoadedAsker | undefined {
  if (account?.disabledAt !== undefined) return undefined;
  const owner: Owner | undefined = account && {
    role: account.role,
    reach: account.reach,
    grants: rulesOf(account, now),
  };
  const level = owner && !maySteer(ownerActor(owner)) ? 'read' : key.level;
  const grants = key.grants.map((grant) => (level === 'read' ? { ...grant, level } : grant));
  const role = level === 'write' ? 'OPERATOR' : 'VIEWER';
  return {
    asker: {
      actor: { kind: 'key', id: key.name, role, access: { reach: 'granted', grants, ...(owner ? { owner } : {}) } },
      via: 'key',
      keyId: key.id,
      ...(key.expiresAt === undefined ? {} : { expiresAt: key.expiresAt }),
    },
    expiresAt: key.expiresAt ?? Infinity,
    ...(key.userId === undefined ? {} : { userId: key.userId }),
  };
}

function rulesOf({ grants }: { grants: GrantView[] }, now: number) {
  return grants.filter((grant) => !isOver(grant, now)).map(toRule);
}

function isOver({ expiresAt }: GrantView, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

function toRule({ kind, pattern, level, expiresAt }: GrantView) {
  return { kind, pattern, level, ...(expiresAt === undefined ? {} : { expiresAt }) };
}
