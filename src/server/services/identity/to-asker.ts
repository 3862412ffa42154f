import type { ActorAccess } from '#contract/access';
import type { Asker, GrantView } from '#contract/identity';
import type { Accounts } from '#ports/accounts';

type Found<M extends 'session' | 'keyByHash'> = NonNullable<Awaited<ReturnType<Accounts[M]>>>;
export type LoadedAsker = { asker: Asker; expiresAt: number; userId?: string };

/** Undefined: the user is disabled. The role is the user's of now, whatever a token says. */
export function sessionAsker({ session, account }: Found<'session'>, now: number): LoadedAsker | undefined {
  if (account.disabledAt !== undefined) return undefined;
  const { id: userId, username, role, reach } = account;
  const access: ActorAccess = { reach, grants: account.grants.filter((grant) => !isOver(grant, now)).map(toRule) };
  return {
    asker: { actor: { kind: 'user', id: username, role, access }, via: 'session', userId, sessionId: session.id },
    expiresAt: session.expiresAt,
    userId,
  };
}

/** A key has its grants and nothing else; a key that reads has no grant that writes, nor has one whose maker became a VIEWER. */
export function keyAsker({ key, ownerRole }: Found<'keyByHash'>): LoadedAsker {
  const level = ownerRole === 'VIEWER' ? 'read' : key.level;
  const grants = key.grants.map((grant) => (level === 'read' ? { ...grant, level } : grant));
  const role = level === 'write' ? 'OPERATOR' : 'VIEWER';
  return {
    asker: {
      actor: { kind: 'key', id: key.name, role, access: { reach: 'granted', grants } },
      via: 'key',
      keyId: key.id,
    },
    expiresAt: key.expiresAt ?? Infinity,
    ...(key.userId === undefined ? {} : { userId: key.userId }),
  };
}

function isOver({ expiresAt }: GrantView, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

function toRule({ kind, pattern, level, expiresAt }: GrantView) {
  return { kind, pattern, level, ...(expiresAt === undefined ? {} : { expiresAt }) };
}
