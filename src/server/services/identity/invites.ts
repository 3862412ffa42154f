import { randomUUID } from 'node:crypto';
import type { Origin } from '#contract/audit';
import type { Asked, InviteView, Standing } from '#contract/identity';
import { success } from '#contract/result';
import {
  allowed,
  forbidden,
  hashToken,
  makerOf,
  makeToken,
  note,
  noteForbidden,
  refuse,
  type IdentityContext,
  type Outcome,
} from './context.ts';
import { checkNamed, makeAccount, nameTaken, noteUsedUp, usedUp } from './new-account.ts';
import { pick } from './views.ts';

const mostOpen = 200;
const longestMs = 31 * 24 * 60 * 60_000;

/** Links by which people make their own account, once. */
export function createInvites(context: IdentityContext) {
  const { accounts, now } = context;
  return {
    async invites(asked: Asked): Outcome<InviteView[]> {
      if (!(await allowed(context, asked, 'user.manage'))) return forbidden();
      return success(await accounts.invites(now()));
    },
    invite: (input: { label: string; standing: Standing; expiresAt: number }, asked: Asked) => invite(context, input, asked),
    async revokeInvite({ inviteId }: { inviteId: string }, asked: Asked): Outcome<null> {
      const entry = { action: 'invite.revoke', target: `invite:${inviteId}` } as const;
      if (!(await allowed(context, asked, 'user.manage'))) return noteForbidden(context, asked, entry);
      const revoked = await accounts.revokeInvite(inviteId, now());
      if (!revoked) return refuse('unknown-invite', 'This invitation was used or taken back already.');
      note(context, asked, { ...entry, before: { label: revoked.label, role: revoked.role } });
      return success(null);
    },
    async readInvite({ token }: { token: string }): Outcome<{ label: string; expiresAt: number }> {
      const found = await accounts.openInvite(hashToken(token), now());
      return found ? success({ label: found.label, expiresAt: found.expiresAt }) : usedUp();
    },
    acceptInvite: (input: { token: string; username: string; password: string }, origin: Origin) =>
      accept(context, input, origin),
  };
}

async function invite(
  context: IdentityContext,
  { label, standing, expiresAt }: { label: string; standing: Standing; expiresAt: number },
  asked: Asked,
): Outcome<{ invite: InviteView; token: string }> {
  const { accounts, now } = context;
  const actor = await allowed(context, asked, 'user.manage');
  const entry = { action: 'invite.create', target: `invite:${label}` } as const;
  if (!actor) return noteForbidden(context, asked, entry);
  const at = now();
  if (expiresAt <= at || expiresAt > at + longestMs) return refuse('invalid', 'An invitation may be open for 31 days.');
  const open = (await accounts.invites(at)).filter((one) => one.usedAt === undefined && one.expiresAt > at);
  if (open.length >= mostOpen) return refuse('too-many', `${mostOpen} invitations are open. Take some back first.`);
  const { role, reach, grants } = standing;
  const made: InviteView = {
    id: randomUUID(),
    label: label.trim().slice(0, 100),
    role,
    reach,
    grants,
    createdBy: actor.id,
    createdAt: at,
    expiresAt,
  };
  const token = makeToken();
  if (!(await accounts.addInvite(made, { tokenHash: hashToken(token), ...makerOf(asked) })))
    return noteForbidden(context, asked, entry);
  note(context, asked, {
    action: 'invite.create',
    target: `invite:${made.id}`,
    after: pick(made, 'label', 'role', 'reach', 'grants', 'expiresAt'),
  });
  return success({ invite: made, token });
}

async function accept(
  context: IdentityContext,
  { token, ...named }: { token: string; username: string; password: string },
  origin: Origin,
): Outcome<{ userId: string }> {
  const { accounts, now } = context;
  const tokenHash = hashToken(token);
  const late = (target: string) => noteUsedUp(context, origin, { action: 'invite.use', target });
  const found = await accounts.openInvite(tokenHash, now());
  if (!found) return late('invite:?');
  const checked = checkNamed(named);
  if (!checked.ok) return checked;
  const { username } = checked.value;
  const { role, reach, grants, createdBy } = found;
  const standing = { role, reach, grants };
  const account = await makeAccount(context, { username, password: named.password, standing, createdBy });
  if (!account.ok) return account;
  // What was read above is a forecast: here it is used up, or somebody else was faster.
  const created = await accounts.create(account.value, { invite: { tokenHash } });
  if (created === 'used-up') return late(`invite:${found.id}`);
  if (created !== 'created') return nameTaken(username);
  note(context, origin, {
    action: 'invite.use',
    target: `invite:${found.id}`,
    after: { username, ...(pick({ role, reach }, 'role', 'reach') as object) },
  });
  return success({ userId: account.value.id });
}
