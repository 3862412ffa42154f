import type { Origin } from '#contract/audit';
import type { Asked } from '#contract/identity';
import { success } from '#contract/result';
import type { Account } from '#ports/accounts';
import {
  allowed,
  busy,
  hashToken,
  makerOf,
  makeToken,
  note,
  noteForbidden,
  refuse,
  tell,
  unknownUser,
  type IdentityContext,
  type Outcome,
} from './context.ts';
import { noteUsedUp, usedUp } from './new-account.ts';
import { normalPassword, weaknessOf } from './strength.ts';

const openMs = 24 * 60 * 60_000;

/** Links by which people set a new password in the place of one that they forgot, once. See SPEC.md I22. */
export function createPasswordLinks(context: IdentityContext) {
  return {
    makePasswordLink: ({ userId }: { userId: string }, asked: Asked) => make(context, userId, asked),
    async readPasswordLink({ token }: { token: string }): Outcome<{ username: string; expiresAt: number }> {
      const found = await context.accounts.openPasswordLink(hashToken(token), context.now());
      return found ? success({ username: found.username, expiresAt: found.expiresAt }) : usedUp();
    },
    usePasswordLink: (input: { token: string; password: string }, origin: Origin) => use(context, input, origin),
  };
}

async function make(
  context: IdentityContext,
  userId: string,
  asked: Asked,
): Outcome<{ username: string; token: string; expiresAt: number }> {
  const { accounts, now } = context;
  const user = await accounts.find({ id: userId }, now());
  const entry = { action: 'password-link.create', target: `user:${user?.username ?? userId}` } as const;
  const actor = await allowed(context, asked, 'user.manage');
  if (!actor) return noteForbidden(context, asked, entry);
  if (!user) return unknownUser();
  const no = whyNot(user, asked);
  if (no) {
    note(context, asked, { ...entry, result: 'refused', reason: no.reason });
    return no.refusal;
  }
  const token = makeToken();
  const [createdAt, expiresAt] = [now(), now() + openMs];
  const link = { userId, ...makerOf(asked), createdBy: actor.id, createdAt, expiresAt };
  const added = await accounts.addPasswordLink(link, hashToken(token));
  if (added === 'forbidden') return noteForbidden(context, asked, entry);
  if (added === 'unknown') return unknownUser();
  note(context, asked, { ...entry, after: { expiresAt } });
  return success({ username: user.username, token, expiresAt });
}

function whyNot({ id, disabledAt, passwordHash }: Account, { asker }: Asked) {
  // Else a page that somebody left open would be a way around the old password.
  if (id === asker.userId) {
    const refusal = refuse('invalid', 'Change your own password on My account, where the old one is asked for.');
    return { reason: 'own-password', refusal };
  }
  if (disabledAt !== undefined)
    return { reason: 'disabled', refusal: refuse('invalid', 'This account is disabled. Enable it first.') };
  if (passwordHash !== undefined) return undefined;
  const refusal = refuse(
    'invalid',
    'This account has no password on this server, so there is none to renew: it signs in through a provider, a directory or the list in cfg/nodecg.*.',
  );
  return { reason: 'no-password', refusal };
}

async function use(
  context: IdentityContext,
  { token, password }: { token: string; password: string },
  origin: Origin,
): Outcome<{ username: string }> {
  const { accounts, hasher, now } = context;
  const tokenHash = hashToken(token);
  const late = (target: string) => noteUsedUp(context, origin, { action: 'password-link.use', target });
  const found = await accounts.openPasswordLink(tokenHash, now());
  if (!found) return late('user:?');
  const weakness = weaknessOf(password, found.username);
  if (weakness !== undefined) return refuse('weak-password', weakness);
  const passwordHash = await hasher.hash(normalPassword(password));
  if (passwordHash === undefined) return busy();
  // What was read above is a forecast: here it is used up, or somebody else was faster.
  const used = await accounts.usePasswordLink(tokenHash, { passwordHash, now: now() });
  if (!used) return late(`user:${found.username}`);
  if (used.ended.length > 0) tell(context, { sessionIds: used.ended, ended: true });
  note(context, origin, {
    action: 'password-link.use',
    target: `user:${used.username}`,
    after: { madeBy: used.createdBy, sessions: used.ended },
  });
  return success({ username: used.username });
}
