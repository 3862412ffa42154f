import { randomInt } from 'node:crypto';
import type { TOTP } from 'otpauth';
import type { Account } from '#ports/accounts';
import { hashToken, type IdentityContext } from './context.ts';

const period = 30;
/** Clocks differ: the codes before and after count, too. */
const window = 1;
/** Without letters and digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const recoveryCodes = 10;

/** What codes need: in open mode it takes no memory. */
export const loadSecondFactors = () => import('otpauth');

/** A secret as text, and the address that an authenticator app reads from a QR code. */
export async function makeTotpSecret(username: string): Promise<{ secret: string; uri: string }> {
  const { Secret } = await loadSecondFactors();
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, uri: (await totpOf(secret.base32, username)).toString() };
}

/** The step whose code this is; undefined: it isn't one of now. */
export async function stepOf(secret: string, code: string, now: number): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = (await totpOf(secret, '')).validate({ token: code, timestamp: now, window });
  return delta === null ? undefined : Math.floor(now / 1_000 / period) + delta;
}

/** Ten codes of 79 bits, and what is stored of them. */
export function makeRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const part = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  const codes = Array.from({ length: recoveryCodes }, () => [part(), part(), part(), part()].join('-'));
  return { codes, hashes: codes.map(hashRecoveryCode) };
}

/** Whether this is a code of the user's app or one of the recovery codes. It is used up by that. */
export async function isRightCode(
  { accounts, box, log, now }: IdentityContext,
  { id, username, totpSecret }: Account,
  given: string,
): Promise<boolean> {
  const code = given.replace(/\s+/g, '');
  if (!/^\d{6}$/.test(code)) return accounts.useRecoveryCode(id, hashRecoveryCode(code));
  const secret = totpSecret === undefined ? undefined : box.open(totpSecret);
  if (secret === undefined) {
    log.error(
      `The second factor of ${username} can't be read: its key is gone. A recovery code works, or an administrator resets it.`,
    );
    return false;
  }
  const step = await stepOf(secret, code, now());
  return step !== undefined && accounts.useTotpStep(id, step);
}

function hashRecoveryCode(code: string): string {
  return hashToken(`recovery:${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`);
}

async function totpOf(secret: string, label: string): Promise<TOTP> {
  const { Secret, TOTP } = await loadSecondFactors();
  return new TOTP({ issuer: 'NodeCG Next', label, secret: Secret.fromBase32(secret), period, digits: 6, algorithm: 'SHA1' });
}
