import type { Accounts } from '#ports/accounts';
import { attemptsOf } from './accounts/attempts.ts';
import { expiriesOf } from './accounts/expiries.ts';
import { grantsOf } from './accounts/grants.ts';
import { invitesOf } from './accounts/invites.ts';
import { keysOf } from './accounts/keys.ts';
import { passwordLinksOf } from './accounts/password-links.ts';
import { sealedOf } from './accounts/sealed.ts';
import { sessionsOf } from './accounts/sessions.ts';
import { usersOf } from './accounts/users.ts';
import { openPool } from './open-pool.ts';

/** Accounts in Postgres. What must be true at once is one statement, or a transaction under one lock. */
export function createAccounts(url: string): Accounts {
  const pool = openPool({ url, name: 'nodecg-next accounts', max: 3, answerMs: 10_000 });
  return {
    ...usersOf(pool),
    ...attemptsOf(pool),
    ...sessionsOf(pool),
    ...grantsOf(pool),
    ...invitesOf(pool),
    ...passwordLinksOf(pool),
    ...keysOf(pool),
    ...expiriesOf(pool),
    ...sealedOf(pool),
    close: () => pool.end(),
  };
}
