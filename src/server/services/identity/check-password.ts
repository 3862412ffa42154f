import type { Origin } from '#contract/audit';
import { failure, success } from '#contract/result';
import type { Account } from '#ports/accounts';
import { busy, hashToken, note, refuse, type IdentityContext, type Outcome } from './context.ts';
import { createAddressFailures, createFailures, inMinutes, lockPolicy } from './failures.ts';
import { isRightCode } from './second-factor.ts';
import { fitsPassword, normalPassword } from './strength.ts';

type Attempt = { username: string; password: string; code?: string };
/** `passwordStamp`: SHA-256 of the stored hash, by which a session is opened only while this is still the password. */
export type Checked = { userId: string; passwordStamp?: string };
/**
 * Another place that may know the password of this name; undefined: it doesn't. `account` is whoever has the name here. Asked only for an
 * attempt that was counted and isn't locked, after the account's own password turned out wrong.
 */
export type OtherPasswords = (attempt: Attempt, account: Account | undefined) => Outcome<{ userId: string }> | undefined;

/** Signing in with a password. See SPEC.md I3 to I5. */
export function createPasswordCheck(context: IdentityContext) {
  const { accounts, hasher, now } = context;
  const addresses = createAddressFailures(now);
  const strangers = createFailures(lockPolicy, now);

  const claim = async (name: string, account: Account | undefined) => {
    if (account) return accounts.claimAttempt(account.id, now(), lockPolicy);
    const lockedUntil = strangers.lockedUntil(name);
    if (lockedUntil !== undefined) return { isLocked: true, lockedUntil };
    strangers.add(name);
    return { isLocked: false };
  };
  const refused = (origin: Origin, username: string, reason: string) => {
    note(context, origin, { action: 'session.sign-in', target: targetOf(username), result: 'refused', reason });
  };
  const fail = (origin: Origin, username: string, reason: string) => {
    addresses.add(origin.address);
    refused(origin, username, reason);
  };
  // It wasn't tried, so it is no failure: somebody who keeps trying is not locked for ever.
  const locked = (origin: Origin, username: string, until: number) => {
    refused(origin, username, 'locked');
    return failure({
      code: 'locked' as const,
      message: `Too many attempts failed. Try again ${inMinutes(until, now())}.`,
      until,
    });
  };

  const byOther = async (account: Account | undefined, name: string, asked: Outcome<{ userId: string }> | undefined) => {
    const entered = await asked;
    if (entered?.ok) {
      strangers.forget(name.toLowerCase());
      if (account?.id === entered.value.userId) await accounts.clearAttempts(account.id);
    }
    return entered?.ok || entered?.error.code !== 'wrong-credentials' ? entered : undefined;
  };

  return async (given: Attempt, origin: Origin, others?: OtherPasswords): Outcome<Checked> => {
    const { username, password, code } = given;
    const name = username.trim().normalize('NFC');
    const busyUntil = addresses.lockedUntil(origin.address);
    if (busyUntil !== undefined) return locked(origin, name, busyUntil);
    const account = isName(name) ? await accounts.find({ username: name }, now()) : undefined;
    const attempt = await claim(name.toLowerCase(), account);
    if (attempt.isLocked) return locked(origin, name, attempt.lockedUntil ?? now());
    const hash = fitsPassword(password) ? account?.passwordHash : undefined;
    const isRight = await hasher.verify(normalPassword(password).slice(0, 72), hash);
    if (isRight === undefined) {
      if (account) await accounts.releaseAttempt(account.id, attempt.lockedUntil);
      return busy();
    }
    if (!account || !isRight || hash === undefined || account.disabledAt !== undefined) {
      const entered = await byOther(account, name, others?.(given, account));
      if (entered) return entered;
      fail(origin, name, account?.disabledAt === undefined ? 'wrong-credentials' : 'disabled');
      return wrongCredentials();
    }
    if (account.totpSecret !== undefined) {
      const given = code?.trim() ?? '';
      if (given === '') {
        await accounts.releaseAttempt(account.id, attempt.lockedUntil);
        return refuse('totp-needed', 'Enter the code of your authenticator app, or a recovery code.');
      }
      if (!(await isRightCode(context, account, given))) {
        fail(origin, name, 'wrong-code');
        return wrongCredentials();
      }
    }
    await accounts.clearAttempts(account.id);
    return success({
      userId: account.id,
      passwordStamp: hashToken(await renewHash(context, { id: account.id, passwordHash: hash }, password)),
    });
  };
}

export function wrongCredentials() {
  return refuse(
    'wrong-credentials',
    'That is not right. Check the user name, the password, and the code where one is asked for.',
  );
}

/** A hash that was made with less work than today's gets today's. Answers the one that is stored now, if this password is right for it. */
async function renewHash(
  { accounts, hasher, now }: IdentityContext,
  { id, passwordHash: from }: { id: string; passwordHash: string },
  password: string,
): Promise<string> {
  const to = hasher.isOld(from) ? await hasher.hash(normalPassword(password)) : undefined;
  // Not in the place of another password that was set meanwhile.
  if (to === undefined || (await accounts.replaceHash(id, { from, to, isNew: false }))) return to ?? from;
  // Either that, or the same password came at the same time and was faster.
  const fresh = (await accounts.find({ id }, now()))?.passwordHash;
  return fresh !== undefined && (await hasher.verify(normalPassword(password), fresh)) ? fresh : from;
}

function isName(name: string): boolean {
  return name !== '' && name.length <= 64 && !name.includes('\u0000');
}

/** Somebody may type a password where the name belongs: only what could be a name is written down. */
function targetOf(name: string): string {
  return `user:${isName(name) ? name : '?'}`;
}
