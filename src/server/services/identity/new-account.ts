import { randomUUID } from 'node:crypto';
import type { GrantRule } from '#contract/access';
import type { AuditAction, Origin } from '#contract/audit';
import { usernameSchema, type GrantView, type IdentityError, type Standing } from '#contract/identity';
import { failure, success, type Result } from '#contract/result';
import type { NewAccount } from '#ports/accounts';
import { busy, note, refuse, type IdentityContext } from './context.ts';
import { normalPassword, weaknessOf } from './strength.ts';

/** A name and password as they may be stored, or what is wrong with them. */
export function checkNamed(input: { username: string; password: string }): Result<{ username: string }, IdentityError> {
  const username = usernameSchema.safeParse(input.username.normalize('NFC'));
  if (!username.success) return refuse('invalid', `A user name ${username.error.issues[0]?.message ?? 'is needed'}.`);
  const weakness = weaknessOf(input.password, username.data);
  return weakness === undefined ? success({ username: username.data }) : refuse('weak-password', weakness);
}

/** Hashes the password; the account isn't stored yet. */
export async function makeAccount(
  { hasher, now }: IdentityContext,
  { username, password, standing, createdBy }: { username: string; password: string; standing: Standing; createdBy: string },
): Promise<Result<NewAccount, IdentityError>> {
  const passwordHash = await hasher.hash(normalPassword(password));
  if (passwordHash === undefined) return failure(busy().error);
  return success({ ...bareAccount(username, standing, { now: now(), createdBy }), passwordHash });
}

/** Without a way to sign in yet. */
export function bareAccount(
  username: string,
  { role, reach, grants }: Standing,
  { now, createdBy }: { now: number; createdBy: string },
): NewAccount {
  return {
    id: randomUUID(),
    username,
    role,
    reach,
    grants: grants.map((rule) => toGrant(rule, { now, createdBy })),
    createdAt: now,
  };
}

export function toGrant(rule: GrantRule, { now, createdBy }: { now: number; createdBy: string }): GrantView {
  return { ...rule, id: randomUUID(), createdBy, createdAt: now };
}

export const nameTaken = (username: string) =>
  refuse('name-taken', `There is a user "${username}" already. Choose another name.`);
export const usedUp = () => refuse('used-up', 'This link was used already, was taken back, or is over. Ask for a new one.');

/** Refuses who comes with a link that opens nothing, and writes that down. */
export function noteUsedUp(context: IdentityContext, origin: Origin, entry: { action: AuditAction; target: string }) {
  note(context, origin, { ...entry, result: 'refused', reason: 'used-up' });
  return usedUp();
}
