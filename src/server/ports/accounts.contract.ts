import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account, Accounts, NewAccount } from './accounts.ts';
import { accountOf, grantOf, hour, keyOf, nothingEnded, now, sessionOf, unique } from './accounts-fixture.ts';
import { describeAccess } from './accounts-access.contract.ts';
import { describeLinks } from './accounts-links.contract.ts';

export type AccountsUnderTest = { accounts: Accounts; close(): Promise<void> };

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
        const { id } = await add({ username: 'Jürgen Ødegård' });
        expect(await accounts.create(accountOf({ username: 'JÜRGEN ØDEGÅRD' }))).toBe('name-taken');
        expect((await accounts.find({ username: 'jÜrgen ødegÅrd' }, now))?.id).toBe(id);
      });

      it('keeps a provider’s identity with one user', async () => {
        const provider = { provider: 'discord', providerId: unique('d') };
        const [one, other] = [await add({ provider }), await add()];
        expect(await accounts.create(accountOf({ provider }))).toBe('provider-taken');
        expect(await accounts.link(other.id, provider)).toBe('taken');
        expect(await accounts.link(one.id, provider)).toBe('linked');
        expect((await find(one.id))?.providers).toEqual([provider]);
        expect(await accounts.isUnlinked(provider)).toBe(false);
        expect(await accounts.link('nobody', { provider: 'discord', providerId: 'x' })).toBe('taken');
      });

      it('[I15] leaves everybody a way in, also when two are taken away at once', async () => {
        const { passwordHash: _, ...bare } = accountOf({ provider: { provider: 'twitch', providerId: unique('t') } });
        expect(await accounts.create(bare)).toBe('created');
        expect(await accounts.unlink(bare.id, 'twitch', now)).toBe('only-way');
        expect(await accounts.link(bare.id, { provider: 'discord', providerId: unique('d') })).toBe('linked');
        const both = await Promise.all(['twitch', 'discord'].map((provider) => accounts.unlink(bare.id, provider, now)));
        expect(both.sort()).toEqual(['only-way', 'unlinked']);
        expect((await find(bare.id))?.providers).toHaveLength(1);
      });

      it('[I19] remembers what was unlinked: it opens nothing, and is linked again by whose it was only', async () => {
        const provider = { provider: 'discord', providerId: unique('d') };
        const [one, other] = [await add({ provider }), await add()];
        expect(await accounts.unlink(one.id, 'discord', now)).toBe('unlinked');
        expect(await accounts.unlink(one.id, 'discord', now)).toBe('none');
        expect((await find(one.id))?.providers).toEqual([]);
        expect(await accounts.find(provider, now)).toBeUndefined();
        expect(await accounts.isUnlinked(provider)).toBe(true);
        expect(await accounts.create(accountOf({ provider }))).toBe('provider-taken');
        expect(await accounts.link(other.id, provider)).toBe('taken');
        expect(await accounts.link(one.id, provider)).toBe('linked');
        expect((await find(one.id))?.providers).toEqual([provider]);
        expect(await accounts.isUnlinked(provider)).toBe(false);
      });

      it('[I19] remembers the identities of who was deleted: they make no account, and may be linked to one', async () => {
        const [active, past] = ['discord', 'twitch'].map((name) => ({ provider: name, providerId: unique('d') }));
        if (!active || !past) throw new Error('two');
        const [one, other] = [await add({ provider: active }), await add()];
        await accounts.link(one.id, past);
        await accounts.unlink(one.id, 'twitch', now);
        expect(await accounts.delete(one.id, { keepAdministrator: false, now })).toStrictEqual(nothingEnded);
        for (const provider of [active, past]) {
          expect(await accounts.isUnlinked(provider)).toBe(true);
          expect(await accounts.create(accountOf({ provider }))).toBe('provider-taken');
          expect(await accounts.find(provider, now)).toBeUndefined();
          expect(await accounts.link('nobody', provider)).toBe('taken');
          expect(await accounts.link(other.id, provider)).toBe('linked');
          expect(await accounts.find(provider, now)).toMatchObject({ id: other.id });
        }
      });

      it('changes what it is told to, and nothing else', async () => {
        const { id } = await add({ displayName: 'Ada' });
        const keep = { keepAdministrator: false, now };
        expect(await accounts.change(id, { role: 'VIEWER', displayName: null, disabledAt: now }, keep)).toStrictEqual(
          nothingEnded,
        );
        expect(await find(id)).toMatchObject({ role: 'VIEWER', reach: 'all', disabledAt: now, passwordHash: 'a hash' });
        expect(await find(id)).not.toHaveProperty('displayName');
        await accounts.change(id, { disabledAt: null, reach: 'granted' }, keep);
        expect(await find(id)).toMatchObject({ role: 'VIEWER', reach: 'granted', passwordHash: 'a hash' });
        expect(await find(id)).not.toHaveProperty('disabledAt');
        expect(await accounts.change('nobody', { role: 'VIEWER' }, keep)).toBe('unknown');
      });

      it('deletes a user with all that is theirs', async () => {
        const { id } = await add();
        const [session, key] = [sessionOf(id), keyOf({ userId: id })];
        await accounts.openSession(session, 10);
        const hash = unique('hash');
        await accounts.addKey(key, hash);
        expect(await accounts.delete(id, { keepAdministrator: false, now })).toStrictEqual(nothingEnded);
        expect(await accounts.delete(id, { keepAdministrator: false, now })).toBe('unknown');
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
        await accounts.delete(withoutPassword, { keepAdministrator: false, now });
        const keep = { keepAdministrator: true, now };
        const [one = '', other = ''] = ids;
        const changes = await Promise.all([
          accounts.change(one, { role: 'OPERATOR' }, keep),
          accounts.change(other, { disabledAt: now }, keep),
        ]);
        expect(changes).toContain('last-admin');
        expect(changes).toContainEqual(nothingEnded);
        expect(await accounts.hasAdministrator()).toBe(true);
        const left = (await find(one))?.role === 'ADMIN' ? one : other;
        expect(await accounts.delete(left, keep)).toBe('last-admin');
        expect(await accounts.change(left, { reach: 'granted' }, keep)).toBe('last-admin');
        expect(await accounts.change(left, { displayName: 'the last' }, keep)).toStrictEqual(nothingEnded);
        expect(await accounts.create(accountOf({ role: 'ADMIN' }), { onlyFirst: true })).toBe('not-first');
        expect(await accounts.delete(left, { keepAdministrator: false, now })).toStrictEqual(nothingEnded);
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
        await accounts.change(id, { unlock: true }, { keepAdministrator: false, now });
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
        await accounts.change(id, { totp: null }, { keepAdministrator: false, now });
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

    describeAccess(() => accounts);
    describeLinks(() => accounts);
  });
}
