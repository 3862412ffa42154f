import type { Asked, UserView } from '#contract/identity';
import { success } from '#contract/result';
import type { Account, AccountChange } from '#ports/accounts';
import {
  allowed,
  forbidden,
  note,
  noteForbidden,
  refuse,
  tell,
  unknownUser,
  type IdentityContext,
  type Outcome,
} from './context.ts';
import type { UserChange } from './types.ts';
import { pick, userView } from './views.ts';

/** Administration of users. See SPEC.md I10 and I11. */
export function createUsers(context: IdentityContext) {
  const { accounts, now } = context;
  return {
    async users(asked: Asked): Outcome<UserView[]> {
      if (!(await allowed(context, asked, 'user.manage'))) return forbidden();
      return success((await accounts.list(now())).map(userView));
    },
    changeUser: (change: UserChange, asked: Asked) => changeUser(context, change, asked),
    deleteUser: ({ userId }: { userId: string }, asked: Asked) => deleteUser(context, userId, asked),
  };
}

async function changeUser(context: IdentityContext, change: UserChange, asked: Asked): Outcome<UserView> {
  const { accounts, now } = context;
  const before = await accounts.find({ id: change.userId }, now());
  const target = `user:${before?.username ?? change.userId}`;
  if (!(await allowed(context, asked, 'user.manage'))) return noteForbidden(context, asked, { action: 'user.change', target });
  if (!before) return unknownUser();
  const result = await accounts.change(before.id, toChange(change, before, now()), keep(context));
  if (result === 'unknown') return unknownUser();
  if (result === 'last-admin') {
    note(context, asked, { action: 'user.change', target, result: 'refused', reason: 'last-admin' });
    return lastAdmin();
  }
  const after = await accounts.find({ id: before.id }, now());
  if (!after) return unknownUser();
  await takeEffect(context, before, after);
  note(context, asked, { action: 'user.change', target, before: partOf(before), after: partOf(after) });
  if (isAdministrator(before) && !isAdministrator(after)) await endLinks(context, before, asked);
  return success(userView((await accounts.find({ id: before.id }, now())) ?? after));
}

/** Who was disabled is out; whose rights are others comes back with those. */
async function takeEffect(context: IdentityContext, before: Account, after: Account): Promise<void> {
  const { accounts, now } = context;
  const userId = after.id;
  if (after.disabledAt !== undefined) {
    // Nothing of them is answered from memory any more, also if the rest fails.
    tell(context, { userId, keyIds: await keysOf(context, userId), ended: true });
    const sessionIds = await accounts.revokeSessions({ userId }, now());
    if (sessionIds.length > 0) tell(context, { userId, sessionIds, ended: true });
    return;
  }
  const isOther = before.role !== after.role || before.reach !== after.reach || before.disabledAt !== undefined;
  if (isOther) tell(context, { userId, keyIds: await keysOf(context, userId), ended: false });
}

async function deleteUser(context: IdentityContext, userId: string, asked: Asked): Outcome<null> {
  const { accounts, now } = context;
  const before = await accounts.find({ id: userId }, now());
  const target = `user:${before?.username ?? userId}`;
  if (!(await allowed(context, asked, 'user.manage'))) return noteForbidden(context, asked, { action: 'user.delete', target });
  if (!before) return unknownUser();
  const [keyIds, sessions] = await Promise.all([keysOf(context, userId), accounts.sessions({ userId }, now())]);
  const result = await accounts.delete(userId, keep(context));
  if (result === 'unknown') return unknownUser();
  if (result === 'last-admin') {
    note(context, asked, { action: 'user.delete', target, result: 'refused', reason: 'last-admin' });
    return lastAdmin();
  }
  tell(context, { userId, sessionIds: sessions.map(({ id }) => id), ended: true });
  // Also one that was opened since they were listed.
  tell(context, { userId, keyIds, ended: true });
  note(context, asked, { action: 'user.delete', target, before: partOf(before) });
  await endLinks(context, before, asked);
  return success(null);
}

function isAdministrator({ role, reach, disabledAt }: Account): boolean {
  return role === 'ADMIN' && reach === 'all' && disabledAt === undefined;
}

/**
 * Who may administer no more leaves no way in behind. What they made opens nothing from that moment by itself; this ends it for good, also
 * for when they administer again.
 */
async function endLinks(context: IdentityContext, { id: makerId }: Account, asked: Asked): Promise<void> {
  for (const { id, label, role } of await context.accounts.endLinksBy(makerId, context.now()))
    note(context, asked, { action: 'invite.revoke', target: `invite:${id}`, before: { label, role } });
}

function toChange(change: UserChange, before: Account, now: number): AccountChange {
  const { role, reach, displayName, disabled, resetTotp, unlock } = change;
  return {
    ...(role === undefined ? {} : { role }),
    ...(reach === undefined ? {} : { reach }),
    ...(displayName === undefined ? {} : { displayName: displayName.trim() === '' ? null : displayName.trim().slice(0, 100) }),
    ...(disabled === undefined ? {} : { disabledAt: disabled ? (before.disabledAt ?? now) : null }),
    ...(resetTotp ? { totp: null } : {}),
    ...(unlock ? { unlock: true as const } : {}),
  };
}

/** In open mode nobody has to be left: whoever is at this machine administers. */
function keep({ mode }: IdentityContext): { keepAdministrator: boolean } {
  return { keepAdministrator: mode === 'login' };
}

export async function keysOf({ accounts }: IdentityContext, userId: string): Promise<string[]> {
  return (await accounts.keys()).filter((key) => key.userId === userId).map(({ id }) => id);
}

function lastAdmin() {
  return refuse('last-admin', 'Nobody would be left who may administer this server. Make somebody else an administrator first.');
}

function partOf(account: Account) {
  const { hasTotp } = userView(account);
  return pick({ ...account, hasTotp }, 'role', 'reach', 'displayName', 'disabledAt', 'lockedUntil', 'hasTotp');
}
