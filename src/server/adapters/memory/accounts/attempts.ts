import type { Accounts } from '#ports/accounts';
import type { Tables } from './tables.ts';

type Attempts = Pick<
  Accounts,
  'claimAttempt' | 'releaseAttempt' | 'clearAttempts' | 'setTotp' | 'useTotpStep' | 'useRecoveryCode'
>;

export function attemptsOf({ users }: Tables): Attempts {
  return {
    claimAttempt: async (id, now, { from, firstMs, mostMs }) => {
      const row = users.get(id);
      if (!row) return { isLocked: false };
      if (row.lockedUntil !== undefined && row.lockedUntil > now) return { isLocked: true, lockedUntil: row.lockedUntil };
      row.failedAttempts += 1;
      delete row.lockedUntil;
      if (row.failedAttempts >= from) row.lockedUntil = now + Math.min(mostMs, firstMs * 2 ** (row.failedAttempts - from));
      return { isLocked: false, ...(row.lockedUntil === undefined ? {} : { lockedUntil: row.lockedUntil }) };
    },
    releaseAttempt: async (id, lockedUntil) => {
      const row = users.get(id);
      if (!row) return;
      row.failedAttempts = Math.max(0, row.failedAttempts - 1);
      if (lockedUntil !== undefined && row.lockedUntil === lockedUntil) delete row.lockedUntil;
    },
    clearAttempts: async (id) => {
      const row = users.get(id);
      if (!row) return;
      row.failedAttempts = 0;
      delete row.lockedUntil;
    },
    setTotp: async (id, { secret, step, recoveryHashes }) => {
      const row = users.get(id);
      if (!row || row.totpSecret !== undefined) return false;
      Object.assign(row, { totpSecret: secret, totpStep: step, recoveryHashes: [...recoveryHashes] });
      return true;
    },
    useTotpStep: async (id, step) => {
      const row = users.get(id);
      if (!row || (row.totpStep !== undefined && row.totpStep >= step)) return false;
      row.totpStep = step;
      return true;
    },
    useRecoveryCode: async (id, hash) => {
      const row = users.get(id);
      if (!row?.recoveryHashes.includes(hash)) return false;
      row.recoveryHashes = row.recoveryHashes.filter((one) => one !== hash);
      return true;
    },
  };
}
