import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GrantView, InviteView } from '#contract/identity';
import type { Account, Accounts, NewAccount, StoredKey } from './accounts.ts';

export type AccountsUnderTest = { accounts: Accounts; close(): Promise<void> };

const now = 1_790_000_000_000;
const hour = 3_600_000;
let made = 0;
const unique = (what: string) => `${what}-${(made += 1)}`;
const grantOf = (more: Partial<GrantView> = {}): GrantView => ({
  id: unique('grant'),
  kind: 'bundle',
  pattern: 'show-*',
  level: 'write',
  createdBy: 'ada',
  createdAt: now,
  ...more,
});
const accountOf = (more: Partial<NewAccount> = {}): NewAccount => ({
  id: unique('user'),
  username: unique('Ada'),
  passwordHash: 'a hash',
  role: 'OPERATOR',
  reach: 'all',
  grants: [],
  createdAt: now,
  ...more,
});
const inviteOf = (more: Partial<InviteView> = {}): InviteView => ({
  id: unique('invite'),
  label: 'for Grace',
  role: 'VIEWER',
  reach: 'granted',
  grants: [{ kind: 'workspace', pattern: 'Main', level: 'read' }],
  createdBy: 'ada',
  createdAt: now,
  expiresAt: now + hour,
  ...more,
});
const keyOf = (more: Partial<StoredKey> = {}): StoredKey => ({
  id: unique('key'),
  kind: 'token',
  name: 'scores',
  prefix: 'ncg_abcd',
  createdBy: 'ada',
  level: 'read',
  grants: [{ kind: 'replicant', pattern: 'show:*', level: 'read', expiresAt: now + hour }],
  createdAt: now,
  ...more,
});
const sessionOf = (userId: string, more: { id?: string; createdAt?: number; expiresAt?: number } = {}) => ({
  id: unique('session'),
  userId,
  method: 'password',
  address: '192.0.2.1',
  userAgent: 'a browser',
  createdAt: now,
  expiresAt: now + hour,
  ...more,
});

/** What every {@link Accounts} promises. `create` is called once. */
export function describeAccounts(name: string, create: () => Promise<AccountsUnderTest>): void {
  describe(`${name} as Accounts`, () => {
    let opened: AccountsUnderTest;
    let accounts: Accounts;
    beforeAll(async () => {
      opened = await create();
      accounts = opened.accounts;
    });
    afterAll(() => opened.close());
    const add = async (more: Partial<NewAccount> = {}): Promise<NewAccount> => {
      const account = accountOf(more);
      expect(await accounts.create(account)).toBe('created');
      return account;
    };
    const find = (id: string): Promise<Account | undefined> => accounts.find({ id }, now);

    describe('users', () => {
      it('gives back what was stored, and no more', async () => {
        const grants = [grantOf({ expiresAt: now + hour }), grantOf({ kind: 'workspace' })];
        const provider = { provider: 'twitch', providerId: unique('t'), label: 'AdaLive' };
        const { id, ...account } = await add({ displayName: 'Ada L.', grants, provider });
        const { provider: _, ...rest } = account;
        const expected = { ...rest, id, providers: [provider], recoveryCodesLeft: 0, failedAttempts: 0, openSessions: 0 };
        expect(await find(id)).toStrictEqual(expected);
        expect(await accounts.find(provider, now)).toStrictEqual(expected);
        expect(await accounts.find({ username: account.username.toUpperCase() }, now)).toStrictEqual(expected);
        expect(await accounts.find({ provider: 'discord', providerId: provider.providerId }, now)).toBeUndefined();
        expect((await accounts.list(now)).find((one) => one.id === id)).toStrictEqual(expected);
      });

      it('keeps one user per name, whatever the case, also when two come at once', async () => {
        const { username } = await add();
        expect(await accounts.create(accountOf({ username: username.toLowerCase() }))).toBe('name-taken');
        const twins = await Promise.all(['twin', 'TWIN', 'Twin'].map((each) => accounts.create(accountOf({ username: each }))));
        expect(twins.sort()).toEqual(['created', 'name-taken', 'name-taken']);
      });

      it('keeps a provider’s identity with one user', async () => {
        const provider = { provider: 'discord', providerId: unique('d') };
        const [one, other] = [await add({ provider }), await add()];
        expect(await accounts.create(accountOf({ provider }))).toBe('provider-taken');
        expect(await accounts.link(other.id, provider)).toBe('taken');
        expect(await accounts.link(one.id, provider)).toBe('linked');
        expect((await find(one.id))?.providers).toEqual([provider]);
        expect(await accounts.unlink(one.id, 'discord')).toBe(true);
        expect(await accounts.unlink(one.id, 'discord')).toBe(false);
        expect(await accounts.link(other.id, provider)).toBe('linked');
        expect(await accounts.link('nobody', { provider: 'discord', providerId: 'x' })).toBe('taken');
      });

      it('changes what it is told to, and nothing else', async () => {
        const { id } = await add({ displayName: 'Ada' });
        const keep = { keepAdministrator: false };
        expect(await accounts.change(id, { role: 'VIEWER', displayName: null, disabledAt: now }, keep)).toBe('done');
        expect(await find(id)).toMatchObject({ role: 'VIEWER', reach: 'all', disabledAt: now, passwordHash: 'a hash' });
        expect(await find(id)).not.toHaveProperty('displayName');
        await accounts.change(id, { disabledAt: null, passwordHash: 'another', reach: 'granted' }, keep);
        expect(await find(id)).toMatchObject({ role: 'VIEWER', reach: 'granted', passwordHash: 'another' });
        expect(await find(id)).not.toHaveProperty('disabledAt');
        expect(await accounts.change('nobody', { role: 'VIEWER' }, keep)).toBe('unknown');
      });

      it('deletes a user with all that is theirs', async () => {
        const { id } = await add();
        const [session, key] = [sessionOf(id), keyOf({ userId: id })];
        await accounts.openSession(session, 10);
        const hash = unique('hash');
        await accounts.addKey(key, hash);
        expect(await accounts.delete(id, { keepAdministrator: false })).toBe('done');
        expect(await accounts.delete(id, { keepAdministrator: false })).toBe('unknown');
        expect(await accounts.session(session.id, now)).toBeUndefined();
        expect(await accounts.keyByHash(hash, now)).toBeUndefined();
      });
    });

    describe('administrators', () => {
      it('[I10] never lose the last one, also when two take each other’s place away at once', async () => {
        const reach = 'all' as const;
        const ids = [await add({ role: 'ADMIN', reach }), await add({ role: 'ADMIN' })].map(({ id }) => id);
        await add({ role: 'ADMIN', reach: 'granted' });
        const { id: withoutPassword } = await add({ role: 'ADMIN' });
        await accounts.delete(withoutPassword, { keepAdministrator: false });
        const keep = { keepAdministrator: true };
        const [one = '', other = ''] = ids;
        const changes = await Promise.all([
          accounts.change(one, { role: 'OPERATOR' }, keep),
          accounts.change(other, { disabledAt: now }, keep),
        ]);
        expect(changes.sort()).toEqual(['done', 'last-admin']);
        expect(await accounts.hasAdministrator()).toBe(true);
        const left = (await find(one))?.role === 'ADMIN' ? one : other;
        expect(await accounts.delete(left, keep)).toBe('last-admin');
        expect(await accounts.change(left, { reach: 'granted' }, keep)).toBe('last-admin');
        expect(await accounts.change(left, { displayName: 'the last' }, keep)).toBe('done');
        expect(await accounts.create(accountOf({ role: 'ADMIN' }), { onlyFirst: true })).toBe('not-first');
        expect(await accounts.delete(left, { keepAdministrator: false })).toBe('done');
        expect(await accounts.hasAdministrator()).toBe(false);
        const firsts = await Promise.all([1, 2, 3].map(() => accounts.create(accountOf({ role: 'ADMIN' }), { onlyFirst: true })));
        expect(firsts.sort()).toEqual(['created', 'not-first', 'not-first']);
      });
    });

    describe('attempts', () => {
      const policy = { from: 3, firstMs: 1_000, mostMs: 3_000 };
      it('[I4] lock after a few, longer each time, and are counted before they are made', async () => {
        const { id } = await add();
        const atOnce = await Promise.all([1, 2, 3, 4, 5].map(() => accounts.claimAttempt(id, now, policy)));
        expect(atOnce.filter(({ isLocked }) => !isLocked)).toHaveLength(3);
        expect(await accounts.claimAttempt(id, now + 999, policy)).toEqual({ isLocked: true, lockedUntil: now + 1_000 });
        expect(await accounts.claimAttempt(id, now + 1_000, policy)).toEqual({ isLocked: false, lockedUntil: now + 3_000 });
        expect(await accounts.claimAttempt(id, now + 3_000, policy)).toEqual({ isLocked: false, lockedUntil: now + 6_000 });
        await accounts.clearAttempts(id);
        expect(await accounts.claimAttempt(id, now, policy)).toEqual({ isLocked: false });
        expect(await accounts.claimAttempt('nobody', now, policy)).toEqual({ isLocked: false });
      });

      it('takes one back with the lock that it made, and no other', async () => {
        const { id } = await add();
        for (const at of [1, 2]) await accounts.claimAttempt(id, now + at, policy);
        const third = await accounts.claimAttempt(id, now, policy);
        await accounts.releaseAttempt(id, 5);
        expect((await find(id))?.lockedUntil).toBe(third.lockedUntil);
        await accounts.releaseAttempt(id, third.lockedUntil);
        expect(await find(id)).not.toHaveProperty('lockedUntil');
        expect((await find(id))?.failedAttempts).toBe(1);
      });

      it('are forgotten by an administrator', async () => {
        const { id } = await add();
        for (const at of [1, 2, 3]) await accounts.claimAttempt(id, now + at, policy);
        await accounts.change(id, { unlock: true }, { keepAdministrator: false });
        expect(await find(id)).toMatchObject({ failedAttempts: 0 });
        expect(await find(id)).not.toHaveProperty('lockedUntil');
      });
    });

    describe('second factors', () => {
      it('[I6] take each step and each recovery code once, also when it comes twice at once', async () => {
        const { id } = await add();
        const totp = { secret: 'sealed', step: 10, recoveryHashes: ['a', 'b'] };
        expect(await accounts.setTotp(id, totp)).toBe(true);
        expect(await accounts.setTotp(id, { ...totp, secret: 'other' })).toBe(false);
        expect(await find(id)).toMatchObject({ totpSecret: 'sealed', recoveryCodesLeft: 2 });
        expect(await accounts.useTotpStep(id, 10)).toBe(false);
        const both = await Promise.all([accounts.useTotpStep(id, 11), accounts.useTotpStep(id, 11)]);
        expect(both.sort()).toEqual([false, true]);
        expect(await accounts.useTotpStep(id, 9)).toBe(false);
        const codes = await Promise.all(['a', 'a', 'x'].map((hash) => accounts.useRecoveryCode(id, hash)));
        expect(codes.filter(Boolean)).toHaveLength(1);
        expect((await find(id))?.recoveryCodesLeft).toBe(1);
        await accounts.change(id, { totp: null }, { keepAdministrator: false });
        expect(await find(id)).not.toHaveProperty('totpSecret');
        expect(await accounts.useRecoveryCode(id, 'b')).toBe(false);
        expect(await accounts.useTotpStep(id, 1)).toBe(true);
      });

      it('[I14] are sealed anew only while they are what was read', async () => {
        const { id } = await add();
        await accounts.setTotp(id, { secret: 'old', step: 1, recoveryHashes: [] });
        const sealed = (await accounts.sealedTexts()).find((one) => one.id === id);
        expect(sealed).toStrictEqual({ place: 'totp', id, text: 'old' });
        if (!sealed) return;
        expect(await accounts.reseal(sealed, 'new')).toBe(true);
        expect(await accounts.reseal(sealed, 'newer')).toBe(false);
        expect((await find(id))?.totpSecret).toBe('new');
      });
    });

    describe('sessions', () => {
      it('are there until they are over or revoked', async () => {
        const { id: userId, username } = await add();
        const session = sessionOf(userId);
        const stored = { ...session, username, lastSeenAt: now };
        const opened = await accounts.openSession(session, 10);
        expect(opened?.account).toMatchObject({ id: userId, lastSignInAt: now, openSessions: 1 });
        const found = await accounts.session(session.id, now);
        expect(found?.session).toStrictEqual(stored);
        expect(found?.account).toStrictEqual(await find(userId));
        await accounts.touchSession(session.id, now + 5);
        await accounts.touchSession(session.id, now + 1);
        expect(await accounts.sessions({ userId }, now)).toStrictEqual([{ ...stored, lastSeenAt: now + 5 }]);
        expect(await accounts.session(session.id, now + hour)).toBeUndefined();
        expect(await accounts.revokeSessions({ id: session.id }, now)).toEqual([session.id]);
        expect(await accounts.revokeSessions({ id: session.id }, now)).toEqual([]);
        expect(await accounts.session(session.id, now)).toBeUndefined();
        expect(await accounts.sessions({ userId }, now)).toEqual([]);
      });

      it('are revoked together, but for one', async () => {
        const { id: userId } = await add();
        const [one, two, three] = [sessionOf(userId), sessionOf(userId), sessionOf(userId)];
        for (const each of [one, two, three]) await accounts.openSession(each, 10);
        expect((await accounts.revokeSessions({ userId, except: two.id }, now)).sort()).toEqual([one.id, three.id].sort());
        expect((await accounts.sessions({ userId }, now)).map(({ id }) => id)).toEqual([two.id]);
        expect(await accounts.revokeSessions({ userId }, now)).toEqual([two.id]);
      });

      it('end with the oldest where there are too many, and are refused to who is disabled or unknown', async () => {
        const { id: userId } = await add();
        const all = [1, 2, 3].map((at) => sessionOf(userId, { createdAt: now + at }));
        const ended = [];
        for (const each of all) ended.push((await accounts.openSession(each, 2))?.ended);
        expect(ended).toEqual([[], [], [all[0]?.id]]);
        await accounts.change(userId, { disabledAt: now }, { keepAdministrator: false });
        expect(await accounts.openSession(sessionOf(userId), 2)).toBeUndefined();
        expect(await accounts.openSession(sessionOf('nobody'), 2)).toBeUndefined();
      });
    });

    describe('grants and restrictions', () => {
      it('are one per kind, pattern and level; the later one counts', async () => {
        const { id: userId } = await add();
        const first = grantOf({ expiresAt: now + 1 });
        expect(await accounts.addGrant(userId, first)).toStrictEqual(first);
        const again = grantOf();
        expect(await accounts.addGrant(userId, again)).toStrictEqual({ ...again, id: first.id });
        expect((await find(userId))?.grants).toStrictEqual([{ ...again, id: first.id }]);
        expect(await accounts.addGrant('nobody', grantOf())).toBeUndefined();
        expect(await accounts.removeGrant(first.id)).toStrictEqual({ userId, grant: { ...again, id: first.id } });
        expect(await accounts.removeGrant(first.id)).toBeUndefined();
      });

      it('restrict once', async () => {
        const restriction = { kind: 'bundle' as const, name: unique('b'), createdBy: 'ada', createdAt: now };
        expect(await accounts.restrict(restriction)).toBe(true);
        expect(await accounts.restrict(restriction)).toBe(false);
        expect(await accounts.restrictions()).toContainEqual(restriction);
        expect(await accounts.unrestrict('workspace', restriction.name)).toBe(false);
        expect(await accounts.unrestrict('bundle', restriction.name)).toBe(true);
        expect(await accounts.restrictions()).not.toContainEqual(restriction);
      });
    });

    describe('invitations', () => {
      it('[I12] are used once, by one of those who try at once, and a taken name uses nothing up', async () => {
        const { username } = await add();
        const [invite, tokenHash] = [inviteOf(), unique('token')];
        await accounts.addInvite(invite, tokenHash);
        expect(await accounts.openInvite(tokenHash, now)).toStrictEqual(invite);
        expect(await accounts.openInvite(tokenHash, now + hour)).toBeUndefined();
        expect(await accounts.create(accountOf({ username }), { invite: { tokenHash } })).toBe('name-taken');
        expect(await accounts.openInvite(tokenHash, now)).toStrictEqual(invite);
        const tries = await Promise.all([1, 2, 3].map(() => accounts.create(accountOf(), { invite: { tokenHash } })));
        expect(tries.sort()).toEqual(['created', 'used-up', 'used-up']);
        expect(await accounts.openInvite(tokenHash, now)).toBeUndefined();
        const used = (await accounts.invites()).find(({ id }) => id === invite.id);
        expect(used).toMatchObject({ usedAt: now, usedBy: expect.stringContaining('Ada') as string });
        expect(await accounts.revokeInvite(invite.id, now)).toBeUndefined();
      });

      it('open nothing when they were taken back or are over', async () => {
        const [revoked, over] = [inviteOf(), inviteOf({ expiresAt: now })];
        await accounts.addInvite(revoked, `hash ${revoked.id}`);
        await accounts.addInvite(over, `hash ${over.id}`);
        expect(await accounts.revokeInvite(revoked.id, now)).toStrictEqual(revoked);
        expect(await accounts.revokeInvite(revoked.id, now)).toBeUndefined();
        for (const { id } of [revoked, over])
          expect(await accounts.create(accountOf(), { invite: { tokenHash: `hash ${id}` } })).toBe('used-up');
        expect((await accounts.invites()).map(({ id }) => id)).not.toContain(revoked.id);
      });
    });

    describe('keys', () => {
      it('[I13] are found by their hash until they are revoked, over, or their maker is disabled', async () => {
        const { id: userId } = await add();
        const [key, over] = [keyOf({ userId }), keyOf({ expiresAt: now })];
        const [hash, overHash] = [unique('hash'), unique('hash')];
        await accounts.addKey(key, hash);
        await accounts.addKey(over, overHash);
        expect(await accounts.keyByHash(hash, now)).toStrictEqual({ key, ownerRole: 'OPERATOR' });
        expect(await accounts.keyByHash(overHash, now)).toBeUndefined();
        expect(await accounts.keyByHash(overHash, now - 1)).toStrictEqual({ key: over });
        await accounts.touchKey(key.id, now + 5);
        await accounts.touchKey(key.id, now + 1);
        expect(await accounts.keys()).toContainEqual({ ...key, lastUsedAt: now + 5 });
        await accounts.change(userId, { disabledAt: now }, { keepAdministrator: false });
        expect(await accounts.keyByHash(hash, now)).toBeUndefined();
        await accounts.change(userId, { disabledAt: null }, { keepAdministrator: false });
        expect(await accounts.revokeKey(key.id, now)).toMatchObject({ id: key.id, revokedAt: now });
        expect(await accounts.revokeKey(key.id, now)).toBeUndefined();
        expect(await accounts.keyByHash(hash, now)).toBeUndefined();
      });
    });

    describe('ends', () => {
      it('[I9] tell what is over by itself, and when the next one comes', async () => {
        const far = now + 1_000 * hour;
        const { id: userId } = await add({ grants: [grantOf({ expiresAt: far + 1 })] });
        const session = sessionOf(userId, { expiresAt: far + 2 });
        const gone = sessionOf(userId, { expiresAt: far + 2 });
        const key = keyOf({ expiresAt: far + 3 });
        for (const each of [session, gone]) await accounts.openSession(each, 10);
        await accounts.revokeSessions({ id: gone.id }, now);
        await accounts.addKey(key, unique('hash'));
        expect(await accounts.nextExpiry(far)).toBe(far + 1);
        expect(await accounts.nextExpiry(far + 1)).toBe(far + 2);
        expect(await accounts.nextExpiry(far + 3)).toBeUndefined();
        const over = { userIds: [userId], sessionIds: [session.id], keyIds: [key.id] };
        expect(await accounts.expired(far, far + 3)).toEqual(over);
        expect(await accounts.expired(far + 1, far + 2)).toEqual({ userIds: [], sessionIds: [session.id], keyIds: [] });
      });
    });
  });
}
