import type { Asked, UserView } from '#contract/identity';
import { success } from '#contract/result';
import type { Account, AccountChange, EndedLinks } from '#ports/accounts';
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
  // At once: they don't end again when the rest fails and is tried anew.
  noteEnded(context, asked, before, result);
  const after = await accounts.find({ id: before.id }, now());
  if (!after) return unknownUser();
  await takeEffect(context, before, after);
  note(context, asked, { action: 'user.change', target, before: partOf(before), after: partOf(after) });
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
  noteEnded(context, asked, before, result);
  return success(null);
}

/** Who may administer no more leaves no way in behind: what they made has ended with that. */
function noteEnded(context: IdentityContext, asked: Asked, maker: Account, { invites, passwordLinks }: EndedLinks): void {
  for (const { id, label, role } of invites)
    note(context, asked, { action: 'invite.revoke', target: `invite:${id}`, before: { label, role } });
  for (const { username } of passwordLinks)
    note(context, asked, { action: 'password-link.revoke', target: `user:${username}`, before: { madeBy: maker.username } });
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
function keep({ mode, now }: IdentityContext): { keepAdministrator: boolean; now: number } {
  return { keepAdministrator: mode === 'login', now: now() };
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
