import { timingSafeEqual } from 'node:crypto';
import type { Origin } from '#contract/audit';
import type { Standing, UserView } from '#contract/identity';
import { success } from '#contract/result';
import { hashToken, makeToken, note, unknownUser, type IdentityContext, type Outcome } from './context.ts';
import { checkNamed, makeAccount, nameTaken, usedUp } from './new-account.ts';
import { userView } from './views.ts';
import { fitsPassword, weaknessOf } from './strength.ts';

const openMs = 30 * 60_000;
const administrator: Standing = { role: 'ADMIN', reach: 'all', grants: [] };

/** The link for the first administrator: one at a time, kept in memory only. */
export function createSetUp(context: IdentityContext) {
  const { accounts, now } = context;
  let link: { hash: Buffer; expiresAt: number } | undefined;
  const isLink = (token: string) =>
    link !== undefined && link.expiresAt > now() && timingSafeEqual(link.hash, Buffer.from(hashToken(token)));
  return {
    openSetup() {
      const token = makeToken();
      link = { hash: Buffer.from(hashToken(token)), expiresAt: now() + openMs };
      return { token, expiresAt: link.expiresAt };
    },
    async setUp({ token, ...named }: { token: string; username: string; password: string }, origin: Origin): Outcome<UserView> {
      if (!isLink(token)) {
        note(context, origin, { action: 'user.create', target: 'user:?', result: 'refused', reason: 'used-up' });
        return usedUp();
      }
      const checked = checkNamed(named);
      if (!checked.ok) return checked;
      // Taken before anything is waited for: of two who use it at once, one has it.
      const taken = link;
      link = undefined;
      const giveBack = () => (link ??= taken);
      try {
        const made = await addAdministrator(context, { ...named, username: checked.value.username }, origin);
        // Somebody else became the first one: the link is of no use any more.
        if (!made.ok && made.error.code !== 'used-up') giveBack();
        return made;
      } catch (error) {
        giveBack();
        throw error;
      }
    },
    needsSetup: async () => !(await accounts.hasAdministrator()),
  };
}

async function addAdministrator(
  context: IdentityContext,
  { username, password }: { username: string; password: string },
  origin: Origin,
): Outcome<UserView> {
  const account = await makeAccount(context, { username, password, standing: administrator, createdBy: username });
  if (!account.ok) return account;
  const created = await context.accounts.create(account.value, { onlyFirst: true });
  if (created === 'not-first') return usedUp();
  if (created !== 'created') return nameTaken(username);
  note(context, origin, { action: 'user.create', target: `user:${username}`, after: { role: 'ADMIN', reach: 'all' } });
  const found = await context.accounts.find({ id: account.value.id }, context.now());
  return found ? success(userView(found)) : unknownUser();
}

/**
 * The administrator of `ADMIN_USERNAME` and `ADMIN_PASSWORD`, made while nobody may administer; else nothing is touched, so that a
 * password that was changed in the dashboard stays changed.
 */
export async function createFirstAdministrator(
  context: IdentityContext,
  { username, password }: { username: string; password: string },
): Promise<void> {
  const { accounts, log } = context;
  if (await accounts.hasAdministrator()) return;
  if (!fitsPassword(password)) return log.error('ADMIN_PASSWORD may have 72 bytes. The administrator was not made.');
  const weakness = weaknessOf(password, username);
  if (weakness !== undefined) log.warn(`ADMIN_PASSWORD is weak, and whoever reaches this server may try it. ${weakness}`);
  const made = await addAdministrator(context, { username, password }, { address: '', userAgent: 'ADMIN_USERNAME' });
  if (made.ok) return log.info(`The administrator "${username}" was made, as ADMIN_USERNAME says.`);
  log.error(`The administrator of ADMIN_USERNAME could not be made: ${made.error.message}`);
}
