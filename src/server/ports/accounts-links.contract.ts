import { describe, expect, it } from 'vitest';
import type { AccountChange, Accounts, NewAccount } from './accounts.ts';
import { accountOf, hour, inviteOf, linkOf, nothingEnded, now, sessionOf, unique } from './accounts-fixture.ts';

/** Of {@link Accounts}: invitations, and links for a new password. */
export function describeLinks(opened: () => Accounts): void {
  const accounts = new Proxy({} as Accounts, { get: (_, name: keyof Accounts) => opened()[name] });
  const add = async (more: Partial<NewAccount> = {}): Promise<NewAccount> => {
    const account = accountOf(more);
    expect(await accounts.create(account)).toBe('created');
    return account;
  };
  const change = (id: string, what: AccountChange) => accounts.change(id, what, { keepAdministrator: false, now });
  const maker = () => add({ role: 'ADMIN' });
  /** What takes the right to administer away, each in its way. */
  const endings: Record<string, (id: string) => Promise<unknown>> = {
    'is demoted': (id) => change(id, { role: 'OPERATOR' }),
    'may only what is granted': (id) => change(id, { reach: 'granted' }),
    'is disabled': (id) => change(id, { disabledAt: now }),
    'is deleted': (id) => accounts.delete(id, { keepAdministrator: false, now }),
  };
  const again: AccountChange = { role: 'ADMIN', reach: 'all', disabledAt: null };
  /** Its maker lost the right, and has it again (unless they are gone). */
  const endAndBegin = async (how: string, id: string) => {
    await endings[how]!(id);
    await change(id, again);
  };

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
      expect((await accounts.invites(now + hour)).map(({ id }) => id)).not.toContain(invite.id);
    });

    it.each(Object.keys(endings))('[I12] stay dead when their maker %s, also when they may invite again', async (how) => {
      const { id: makerId } = await maker();
      const [invite, tokenHash] = [inviteOf(), unique('token')];
      expect(await accounts.addInvite(invite, { tokenHash, makerId })).toBe(true);
      await endAndBegin(how, makerId);
      expect(await accounts.openInvite(tokenHash, now)).toBeUndefined();
      expect(await accounts.create(accountOf(), { invite: { tokenHash } })).toBe('used-up');
      expect((await accounts.invites(now)).map(({ id }) => id)).not.toContain(invite.id);
    });

    it.each(Object.keys(endings))('[I12] are made by nobody who %s', async (how) => {
      const { id: makerId } = await maker();
      await endings[how]!(makerId);
      const [invite, tokenHash] = [inviteOf(), unique('token')];
      expect(await accounts.addInvite(invite, { tokenHash, makerId })).toBe(false);
      await change(makerId, again);
      expect(await accounts.openInvite(tokenHash, now)).toBeUndefined();
    });

    it.each(Object.keys(endings))('[I12] [I22] made in the moment in which their maker %s are dead or refused', async (how) => {
      const [{ id: makerId }, { id: userId }] = [await maker(), await add()];
      const [tokenHash, linkHash] = [unique('token'), unique('token')];
      await Promise.all([
        accounts.addInvite(inviteOf(), { tokenHash, makerId }),
        endings[how]!(makerId),
        accounts.addPasswordLink(linkOf(userId, { makerId }), linkHash),
      ]);
      await change(makerId, again);
      expect(await accounts.openInvite(tokenHash, now)).toBeUndefined();
      expect(await accounts.openPasswordLink(linkHash, now)).toBeUndefined();
    });

    it.each(Object.keys(endings))(
      '[I12] [I22] are told with the links that ended when their maker %s, and only theirs',
      async (how) => {
        const [{ id: makerId }, { id: otherId }, { id: userId, username }] = [await maker(), await maker(), await add()];
        const made = [inviteOf(), inviteOf(), inviteOf({ expiresAt: now })];
        for (const [index, invite] of made.entries())
          await accounts.addInvite(invite, { tokenHash: `hash ${invite.id}`, makerId: index === 1 ? otherId : makerId });
        const linkHash = unique('token');
        await accounts.addPasswordLink(linkOf(userId, { makerId }), linkHash);
        const { id: lateId } = await add();
        await accounts.addPasswordLink(linkOf(lateId, { makerId, expiresAt: now }), unique('token'));
        expect(await change(makerId, { displayName: 'Ada' })).toStrictEqual(nothingEnded);
        expect(await endings[how]!(makerId)).toStrictEqual({ invites: [made[0]], passwordLinks: [{ userId, username }] });
        expect(await change(makerId, again)).toStrictEqual(how === 'is deleted' ? 'unknown' : nothingEnded);
        expect(await accounts.openInvite(`hash ${made[0]!.id}`, now)).toBeUndefined();
        expect(await accounts.openInvite(`hash ${made[1]!.id}`, now)).toStrictEqual(made[1]);
        expect(await accounts.openPasswordLink(linkHash, now)).toBeUndefined();
      },
    );
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
      expect(await accounts.addPasswordLink(link, tokenHash)).toBe('added');
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
      expect(await accounts.addPasswordLink(linkOf(bare.id), unique('token'))).toBe('unknown');
      expect(await accounts.addPasswordLink(linkOf('nobody'), unique('token'))).toBe('unknown');
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

    it.each(Object.keys(endings))('[I22] stay dead when their maker %s, also when they administer again', async (how) => {
      const [{ id: makerId }, { id: userId }] = [await maker(), await add()];
      const tokenHash = unique('token');
      expect(await accounts.addPasswordLink(linkOf(userId, { makerId }), tokenHash)).toBe('added');
      await endAndBegin(how, makerId);
      expect(await accounts.openPasswordLink(tokenHash, now)).toBeUndefined();
      expect(await use(tokenHash)).toBeUndefined();
    });

    it.each(Object.keys(endings))('[I22] are made by nobody who %s, and end none that is open', async (how) => {
      const [{ id: makerId }, { id: userId }] = [await maker(), await add()];
      await endings[how]!(makerId);
      const [open, tokenHash] = [unique('token'), unique('token')];
      expect(await accounts.addPasswordLink(linkOf(userId), open)).toBe('added');
      expect(await accounts.addPasswordLink(linkOf(userId, { makerId }), tokenHash)).toBe('forbidden');
      await change(makerId, again);
      expect(await use(tokenHash)).toBeUndefined();
      expect(await use(open)).toBeDefined();
    });

    it('[I22] end when their user is disabled, also for when they are enabled again, and when they are deleted', async () => {
      const [{ id: userId }, { id: goneId }] = [await add(), await add()];
      const [token, gone] = [unique('token'), unique('token')];
      await accounts.addPasswordLink(linkOf(userId), token);
      await accounts.addPasswordLink(linkOf(goneId), gone);
      await change(userId, { disabledAt: now });
      expect(await accounts.addPasswordLink(linkOf(userId), unique('token'))).toBe('unknown');
      await change(userId, again);
      await accounts.delete(goneId, { keepAdministrator: false, now });
      for (const each of [token, gone]) expect(await use(each)).toBeUndefined();
    });
  });
}
