import type { Accounts } from '#ports/accounts';
import { expiriesOf } from './accounts/expiries.ts';
import { invitesOf } from './accounts/invites.ts';
import { keysOf } from './accounts/keys.ts';
import { passwordLinksOf } from './accounts/password-links.ts';
import { grantsOf } from './accounts/grants.ts';
import { sessionsOf } from './accounts/sessions.ts';
import { createTables } from './accounts/tables.ts';
import { attemptsOf } from './accounts/attempts.ts';
import { usersOf } from './accounts/users.ts';

export type MemoryAccounts = Accounts & {
  setAvailable(available: boolean): void;
};

/** Accounts of this process, for tests and throw-away servers. Each method does its work in one turn, so that nothing comes between. */
export function createMemoryAccounts(): MemoryAccounts {
  const tables = createTables();
  let isAvailable = true;
  const parts: Omit<Accounts, 'close'> = {
    ...usersOf(tables),
    ...attemptsOf(tables),
    ...sessionsOf(tables),
    ...grantsOf(tables),
    ...invitesOf(tables),
    ...passwordLinksOf(tables),
    ...keysOf(tables),
    ...expiriesOf(tables),
  };
  const guarded = Object.fromEntries(
    Object.entries(parts).map(([name, work]) => [
      name,
      async (...input: unknown[]) => {
        if (!isAvailable) throw new Error('the accounts are switched off');
        return structuredClone(await (work as (...input: unknown[]) => Promise<unknown>)(...input));
      },
    ]),
  ) as unknown as Omit<Accounts, 'close'>;
  return { ...guarded, close: () => Promise.resolve(), setAvailable: (next) => void (isAvailable = next) };
}
