import type { Asked, UserView } from '#contract/identity';
import { success } from '#contract/result';
import type { Account } from '#ports/accounts';
import { wrongCredentials } from './check-password.ts';
import { allowed, busy, forbidden, note, refuse, tell, unknownUser, type IdentityContext, type Outcome } from './context.ts';
import { inMinutes, lockPolicy } from './failures.ts';
import { isRightCode, makeRecoveryCodes, makeTotpSecret, stepOf } from './second-factor.ts';
import { fitsPassword, normalPassword, weaknessOf } from './strength.ts';
import { localUser, userView } from './views.ts';

const pendingMs = 10 * 60_000;
const mostPending = 1_000;

type Own = { account: Account };

/** What people do with their own account. */
export function createAccount(context: IdentityContext) {
  const { accounts, box, now } = context;
  const pending = new Map<string, { secret: string; until: number }>();

  return {
    async me(asked: Asked): Outcome<UserView> {
      if (context.mode === 'open' && asked.asker.userId === undefined) return success(localUser);
      const own = await ownOf(context, asked);
      return own.ok ? success(userView(own.value.account)) : own;
    },
    changePassword: (input: { current?: string; next: string }, asked: Asked) => changePassword(context, input, asked),
    async beginTotp({ current }: { current: string }, asked: Asked): Outcome<{ secret: string; uri: string }> {
      const own = await ownOf(context, asked);
      if (!own.ok) return own;
      const { id, username, totpSecret, passwordHash } = own.value.account;
      if (totpSecret !== undefined) return refuse('invalid', 'A second factor is set up already. Remove it first.');
      if (passwordHash === undefined) return refuse('invalid', 'A second factor belongs to a password. Set a password first.');
      // Else a page that somebody left open would be enough to lock its owner out.
      const proven = await provePassword(context, { id, passwordHash, given: current });
      if (!proven.ok) {
        const entry = { action: 'user.totp', target: `user:${username}`, result: 'refused' } as const;
        note(context, asked, { ...entry, reason: proven.error.code });
        return proven;
      }
      const made = await makeTotpSecret(username);
      pending.delete(id);
      const oldest = pending.size >= mostPending ? pending.keys().next().value : undefined;
      if (oldest !== undefined) pending.delete(oldest);
      pending.set(id, { secret: made.secret, until: now() + pendingMs });
      return success(made);
    },
    async confirmTotp({ code }: { code: string }, asked: Asked): Outcome<{ recoveryCodes: string[] }> {
      const own = await ownOf(context, asked);
      if (!own.ok) return own;
      const { id, username } = own.value.account;
      const begun = pending.get(id);
      if (!begun || begun.until <= now()) return refuse('invalid', 'This took too long. Begin again with a new QR code.');
      const step = await stepOf(begun.secret, code.replace(/\s+/g, ''), now());
      if (step === undefined)
        return refuse('invalid', 'This is not the code of now. Is the clock of your phone right? Enter the next code.');
      const { codes, hashes } = makeRecoveryCodes();
      const isSet = await accounts.setTotp(id, { secret: box.seal(begun.secret), step, recoveryHashes: hashes });
      pending.delete(id);
      if (!isSet) return refuse('invalid', 'A second factor is set up already. Remove it first.');
      note(context, asked, { action: 'user.totp', target: `user:${username}`, before: { totp: false }, after: { totp: true } });
      return success({ recoveryCodes: codes });
    },
    removeTotp: ({ code }: { code: string }, asked: Asked) => removeTotp(context, code, asked),
    unlinkProvider: ({ provider }: { provider: string }, asked: Asked) => unlink(context, provider, asked),
  };
}

/** The user who asks, of this moment. */
async function ownOf(context: IdentityContext, asked: Asked) {
  const { userId } = asked.asker;
  if (userId === undefined && context.mode === 'open')
    return refuse('invalid', 'Nobody signs in on this server yet, so there is no account to change.');
  if (userId === undefined || !(await allowed(context, asked, 'account.own'))) return forbidden();
  const account = await context.accounts.find({ id: userId }, context.now());
  return account ? success<Own>({ account }) : unknownUser();
}

async function changePassword(
  context: IdentityContext,
  { current, next }: { current?: string; next: string },
  asked: Asked,
): Outcome<null> {
  const { accounts, hasher, now } = context;
  const own = await ownOf(context, asked);
  if (!own.ok) return own;
  const { id, username, passwordHash } = own.value.account;
  const target = `user:${username}`;
  const weakness = weaknessOf(next, username);
  if (weakness !== undefined) return refuse('weak-password', weakness);
  if (passwordHash !== undefined) {
    const proven = await provePassword(context, { id, passwordHash, given: current ?? '' });
    if (!proven.ok) {
      note(context, asked, { action: 'user.password', target, result: 'refused', reason: proven.error.code });
      return proven;
    }
  }
  const hash = await hasher.hash(normalPassword(next));
  if (hash === undefined) return busy();
  const from = passwordHash === undefined ? {} : { from: passwordHash };
  // Somebody set another one meanwhile: the old one that was shown is not right any more.
  if (!(await accounts.replaceHash(id, { ...from, to: hash, isNew: true }))) {
    note(context, asked, { action: 'user.password', target, result: 'refused', reason: 'wrong-credentials' });
    return wrongCredentials();
  }
  note(context, asked, { action: 'user.password', target });
  // Whoever knew the old one is out.
  const except = asked.asker.sessionId;
  const ended = await accounts.revokeSessions({ userId: id, ...(except === undefined ? {} : { except }) }, now());
  if (ended.length > 0) tell(context, { sessionIds: ended, ended: true });
  return success(null);
}

async function removeTotp(context: IdentityContext, code: string, asked: Asked): Outcome<null> {
  const own = await ownOf(context, asked);
  if (!own.ok) return own;
  const { account } = own.value;
  const target = `user:${account.username}`;
  if (account.totpSecret === undefined) return refuse('invalid', 'There is no second factor to remove.');
  const proven = await prove(context, account.id, () => isRightCode(context, account, code.trim()));
  if (!proven.ok) {
    note(context, asked, { action: 'user.totp', target, result: 'refused', reason: proven.error.code });
    return proven;
  }
  await context.accounts.change(account.id, { totp: null }, { keepAdministrator: false, now: context.now() });
  note(context, asked, { action: 'user.totp', target, before: { totp: true }, after: { totp: false } });
  return success(null);
}

/** Guesses at one's own account count like those at the door: a page that somebody left open is no way around it. */
async function prove({ accounts, now }: IdentityContext, id: string, isRight: () => Promise<boolean | undefined>): Outcome<null> {
  const attempt = await accounts.claimAttempt(id, now(), lockPolicy);
  if (attempt.isLocked)
    return refuse('locked', `Too many attempts failed. Try again ${inMinutes(attempt.lockedUntil ?? now(), now())}.`);
  const right = await isRight();
  if (right === true) {
    await accounts.clearAttempts(id);
    return success(null);
  }
  if (right === false) return wrongCredentials();
  await accounts.releaseAttempt(id, attempt.lockedUntil);
  return busy();
}

function provePassword(
  context: IdentityContext,
  { id, passwordHash, given }: { id: string; passwordHash: string; given: string },
): Outcome<null> {
  const hash = fitsPassword(given) ? passwordHash : undefined;
  return prove(context, id, () => context.hasher.verify(normalPassword(given).slice(0, 72), hash));
}

async function unlink(context: IdentityContext, provider: string, asked: Asked): Outcome<null> {
  const own = await ownOf(context, asked);
  if (!own.ok) return own;
  const { id, username } = own.value.account;
  const unlinked = await context.accounts.unlink(id, provider, context.now());
  if (unlinked === 'only-way') return refuse('invalid', 'This is the only way you can sign in. Set a password first.');
  if (unlinked === 'none') return refuse('invalid', 'This account is not linked.');
  note(context, asked, { action: 'user.unlink', target: `user:${username}`, before: { provider } });
  return success(null);
}
