import { describe, expect, it } from 'vitest';
import type { AccountChange, Accounts, NewAccount } from './accounts.ts';
import { accountOf, hour, inviteOf, linkOf, now, sessionOf, unique } from './accounts-fixture.ts';

/** Of {@link Accounts}: invitations, and links for a new password. */
export function describeLinks(opened: () => Accounts): void {
  const accounts = new Proxy({} as Accounts, { get: (_, name: keyof Accounts) => opened()[name] });
  const add = async (more: Partial<NewAccount> = {}): Promise<NewAccount> => {
    const account = accountOf(more);
    expect(await accounts.create(account)).toBe('created');
    return account;
  };
  const change = (id: string, what: AccountChange) => accounts.change(id, what, { keepAdministrator: false });
  const maker = () => add({ role: 'ADMIN' });
  /** What takes the right to administer away, each in its way. */
  const endings: Record<string, (id: string) => Promise<unknown>> = {
    'is demoted': (id) => change(id, { role: 'OPERATOR' }),
    'may only what is granted': (id) => change(id, { reach: 'granted' }),
    'is disabled': (id) => change(id, { disabledAt: now }),
    'is deleted': (id) => accounts.delete(id, { keepAdministrator: false }),
  };
  const again: AccountChange = { role: 'ADMIN', reach: 'all', disabledAt: null };

  describe('invitations', () => {
    it('[I12] are used once, by one of those who try at once, and a taken name uses nothing up', async () => {
      const { username } = await add();
      const [invite, tokenHash] = [inviteOf(), unique('token')];
      await accounts.addInvite(invite, { tokenHash });
      expect(await accounts.openInvite(tokenHash, now)).toStrictEqual(invite);
      expect(await accounts.openInvite(tokenHash, now + hour)).toBeUndefined();
      expect(await accounts.create(accountOf({ username }), { invite: { tokenHash } })).toBe('name-taken');
      expect(await accounts.openInvite(tokenHash, now)).toStrictEqual(invite);
      const tries = await Promise.all([1, 2, 3].map(() => accounts.create(accountOf(), { invite: { tokenHash } })));
      expect(tries.sort()).toEqual(['created', 'used-up', 'used-up']);
      expect(await accounts.openInvite(tokenHash, now)).toBeUndefined();
      const used = (await accounts.invites(now)).find(({ id }) => id === invite.id);
      expect(used).toMatchObject({ usedAt: now, usedBy: expect.stringContaining('Ada') as string });
      expect(await accounts.revokeInvite(invite.id, now)).toBeUndefined();
    });

    it('open nothing when they were taken back or are over', async () => {
      const [revoked, over] = [inviteOf(), inviteOf({ expiresAt: now })];
      await accounts.addInvite(revoked, { tokenHash: `hash ${revoked.id}` });
      await accounts.addInvite(over, { tokenHash: `hash ${over.id}` });
      expect(await accounts.revokeInvite(revoked.id, now)).toStrictEqual(revoked);
      expect(await accounts.revokeInvite(revoked.id, now)).toBeUndefined();
      for (const { id } of [revoked, over])
        expect(await accounts.create(accountOf(), { invite: { tokenHash: `hash ${id}` } })).toBe('used-up');
      expect((await accounts.invites(now)).map(({ id }) => id)).not.toContain(revoked.id);
    });

    it.each(Object.keys(endings))('[I12] open nothing and are not listed when their maker %s', async (how) => {
      const { id: makerId } = await maker();
      const [invite, tokenHash] = [inviteOf(), unique('token')];
      await accounts.addInvite(invite, { tokenHash, makerId });
      expect(await accounts.openInvite(tokenHash, now)).toStrictEqual(invite);
      expect(await accounts.invites(now)).toContainEqual(invite);
      await endings[how]!(makerId);
      expect(await accounts.openInvite(tokenHash, now)).toBeUndefined();
      expect(await accounts.create(accountOf(), { invite: { tokenHash } })).toBe('used-up');
      expect((await accounts.invites(now)).map(({ id }) => id)).not.toContain(invite.id);
      expect((await accounts.invites(now + hour)).map(({ id }) => id)).toContain(invite.id);
    });

    it('[I12] are ended for good with everything that their maker made, and only that', async () => {
      const [{ id: makerId }, { id: otherId }, { id: userId }] = [await maker(), await maker(), await add()];
      const made = [inviteOf(), inviteOf(), inviteOf({ expiresAt: now })];
      for (const [index, invite] of made.entries())
        await accounts.addInvite(invite, { tokenHash: `hash ${invite.id}`, makerId: index === 1 ? otherId : makerId });
      const linkHash = unique('token');
      await accounts.addPasswordLink(linkOf(userId, { makerId }), linkHash);
      expect(await accounts.endLinksBy(makerId, now)).toStrictEqual([made[0]]);
      expect(await accounts.endLinksBy(makerId, now)).toEqual([]);
      expect(await accounts.openInvite(`hash ${made[0]!.id}`, now)).toBeUndefined();
      expect(await accounts.openInvite(`hash ${made[1]!.id}`, now)).toStrictEqual(made[1]);
      expect(await accounts.openPasswordLink(linkHash, now)).toBeUndefined();
    });
  });

  describe('links for a new password', () => {
    const use = (tokenHash: string, at = now) => accounts.usePasswordLink(tokenHash, { passwordHash: 'another', now: at });

    it('[I22] are used once, by one of those who try at once: password, lock and sessions are other ones', async () => {
      const { id: userId, username } = await add();
      const [session, over] = [sessionOf(userId), sessionOf(userId, { expiresAt: now })];
      for (const each of [session, over]) await accounts.openSession(each, 10);
      await accounts.setTotp(userId, { secret: 'sealed', step: 1, recoveryHashes: ['r'] });
      await accounts.claimAttempt(userId, now, { from: 1, firstMs: hour, mostMs: hour });
      const [link, tokenHash] = [linkOf(userId), unique('token')];
      expect(await accounts.addPasswordLink(link, tokenHash)).toBe(true);
      expect(await accounts.openPasswordLink(tokenHash, now)).toStrictEqual({ ...link, username });
      expect(await accounts.openPasswordLink(tokenHash, now + hour)).toBeUndefined();
      const tries = await Promise.all([1, 2, 3].map(() => use(tokenHash)));
      expect(tries.filter((one) => one !== undefined)).toStrictEqual([{ ...link, username, ended: [session.id] }]);
      expect(await accounts.openPasswordLink(tokenHash, now)).toBeUndefined();
      const after = await accounts.find({ id: userId }, now);
      expect(after).toMatchObject({ passwordHash: 'another', totpSecret: 'sealed', failedAttempts: 0, openSessions: 0 });
      expect(after).not.toHaveProperty('lockedUntil');
    });

    it('[I22] end with a newer one, with a new password, with their time, and are nobody’s without a password', async () => {
      const [{ id: userId }, { passwordHash: _, ...bare }] = [await add(), accountOf()];
      const [first, second] = [unique('token'), unique('token')];
      await accounts.addPasswordLink(linkOf(userId), first);
      await accounts.addPasswordLink(linkOf(userId), second);
      expect(await use(first)).toBeUndefined();
      expect(await use(second, now + hour)).toBeUndefined();
      expect(await accounts.replaceHash(userId, { from: 'wrong', to: 'x', isNew: true })).toBe(false);
      expect(await accounts.replaceHash(userId, { to: 'x', isNew: true })).toBe(false);
      expect(await accounts.replaceHash(userId, { from: 'a hash', to: 'same, with more work', isNew: false })).toBe(true);
      expect(await accounts.openPasswordLink(second, now)).toBeDefined();
      expect(await accounts.replaceHash(userId, { from: 'same, with more work', to: 'x', isNew: true })).toBe(true);
      expect(await use(second)).toBeUndefined();
      expect((await accounts.find({ id: userId }, now))?.passwordHash).toBe('x');
      await accounts.create(bare);
      expect(await accounts.addPasswordLink(linkOf(bare.id), unique('token'))).toBe(false);
      expect(await accounts.addPasswordLink(linkOf('nobody'), unique('token'))).toBe(false);
      expect(await accounts.replaceHash(bare.id, { to: 'first', isNew: true })).toBe(true);
    });

    it.each(Object.keys(endings))('[I22] open nothing when their maker %s', async (how) => {
      const [{ id: makerId }, { id: userId }] = [await maker(), await add()];
      const tokenHash = unique('token');
      await accounts.addPasswordLink(linkOf(userId, { makerId }), tokenHash);
      expect(await accounts.openPasswordLink(tokenHash, now)).toMatchObject({ makerId });
      await endings[how]!(makerId);
      expect(await accounts.openPasswordLink(tokenHash, now)).toBeUndefined();
      expect(await use(tokenHash)).toBeUndefined();
      expect((await accounts.find({ id: userId }, now))?.passwordHash).toBe('a hash');
    });

    it('[I22] end when their user is disabled, also for when they are enabled again, and when they are deleted', async () => {
      const [{ id: userId }, { id: goneId }] = [await add(), await add()];
      const [token, gone] = [unique('token'), unique('token')];
      await accounts.addPasswordLink(linkOf(userId), token);
      await accounts.addPasswordLink(linkOf(goneId), gone);
      await change(userId, { disabledAt: now });
      expect(await accounts.addPasswordLink(linkOf(userId), unique('token'))).toBe(false);
      await change(userId, again);
      await accounts.delete(goneId, { keepAdministrator: false });
      for (const each of [token, gone]) expect(await use(each)).toBeUndefined();
    });
  });
}
