import { describe, expect, it } from 'vitest';
import type { IdentityError } from '#contract/identity';
import type { Result } from '#contract/result';
import { origin, testIdentity } from './test-identity.ts';

const codeOf = (answer: Result<unknown, IdentityError>) => (answer.ok ? 'ok' : answer.error.code);
const twitch = { provider: 'twitch', id: '123', name: 'Ada' };
const standing = { role: 'OPERATOR' as const, reach: 'all' as const, grants: [] };

describe('a provider’s identity', () => {
  it('[I15] makes a user once, known again by its id, whatever its name', async () => {
    const test = testIdentity();
    const first = await test.identity.enterByProvider({ identity: twitch, standing }, origin);
    const again = await test.identity.enterByProvider({ identity: { ...twitch, name: 'Renamed' } }, origin);
    expect(again).toEqual(first);
    expect(await test.accounts.list(0)).toMatchObject([
      { username: 'Ada', role: 'OPERATOR', providers: [{ provider: 'twitch' }] },
    ]);
    const both = await Promise.all(
      [1, 2].map(() => test.identity.enterByProvider({ identity: { ...twitch, id: '9' }, standing }, origin)),
    );
    expect(both[0]).toEqual(both[1]);
  });

  it('[I15] never becomes a user by their name', async () => {
    const test = testIdentity();
    const ada = await test.addUser('Ada');
    const entered = await test.identity.enterByProvider({ identity: twitch, standing }, origin);
    if (!entered.ok) throw new Error(entered.error.message);
    expect(entered.value.userId).not.toBe(ada);
    expect(await test.accounts.find({ id: entered.value.userId }, 0)).toMatchObject({ username: 'Ada.twitch', role: 'OPERATOR' });
    const local = await test.identity.enterByProvider({ identity: { ...twitch, id: '5', name: 'local' }, standing }, origin);
    expect(local.ok).toBe(true);
    expect((await test.accounts.list(0)).map(({ username }) => username)).not.toContain('local');
  });

  it('[I15] without a standing is turned away, as is who is disabled', async () => {
    const test = testIdentity();
    expect(codeOf(await test.identity.enterByProvider({ identity: twitch }, origin))).toBe('unknown-user');
    const entered = await test.identity.enterByProvider({ identity: twitch, standing }, origin);
    if (!entered.ok) throw new Error(entered.error.message);
    await test.accounts.change(entered.value.userId, { disabledAt: 1 }, { keepAdministrator: false, now: test.clock.now });
    expect(codeOf(await test.identity.enterByProvider({ identity: twitch, standing }, origin))).toBe('forbidden');
    expect(test.records.filter(({ result }) => result === 'refused')).toHaveLength(2);
  });

  it('[I15] is linked to who asks for it, unless it is another’s', async () => {
    const test = testIdentity();
    const [ada, bob] = [await test.addUser('Ada'), await test.addUser('Bob')];
    expect(await test.identity.enterByProvider({ identity: twitch, linkTo: ada }, origin)).toEqual({
      ok: true,
      value: { userId: ada },
    });
    expect(await test.identity.enterByProvider({ identity: twitch }, origin)).toEqual({ ok: true, value: { userId: ada } });
    expect(codeOf(await test.identity.enterByProvider({ identity: twitch, linkTo: bob }, origin))).toBe('name-taken');
    const asked = await test.signIn(ada);
    expect(await test.identity.unlinkProvider({ provider: 'twitch' }, asked)).toEqual({ ok: true, value: null });
    expect(codeOf(await test.identity.enterByProvider({ identity: twitch }, origin))).toBe('unlinked');
  });

  it('[I19] gives nobody the list’s role anew: not who unlinks it, and not who was deleted', async () => {
    const test = testIdentity();
    await test.addUser('Root');
    const entered = await test.identity.enterByProvider({ identity: twitch, standing }, origin);
    if (!entered.ok) throw new Error(entered.error.message);
    const { userId } = entered.value;
    const asked = await test.signIn(userId);
    await test.identity.changePassword({ next: 'three lazy rivers' }, asked);
    await test.accounts.change(userId, { role: 'VIEWER' }, { keepAdministrator: false, now: test.clock.now });
    expect(codeOf(await test.identity.unlinkProvider({ provider: 'twitch' }, asked))).toBe('ok');
    const again = () => test.identity.enterByProvider({ identity: { ...twitch, name: 'Renamed' }, standing }, origin);
    expect(codeOf(await again())).toBe('unlinked');
    expect(test.records.at(-1)).toMatchObject({ target: 'twitch:123', result: 'refused', reason: 'unlinked' });
    const eve = await test.addUser('Eve');
    expect(codeOf(await test.identity.enterByProvider({ identity: twitch, linkTo: eve }, origin))).toBe('name-taken');
    expect(codeOf(await test.identity.enterByProvider({ identity: twitch, linkTo: userId }, origin))).toBe('ok');
    expect(await again()).toEqual({ ok: true, value: { userId } });
    expect(await test.accounts.find({ id: userId }, 0)).toMatchObject({ role: 'VIEWER' });
    await test.accounts.delete(userId, { keepAdministrator: false, now: test.clock.now });
    expect(codeOf(await again())).toBe('unlinked');
    expect(codeOf(await test.identity.enterByProvider({ identity: twitch, linkTo: eve }, origin))).toBe('ok');
    expect(await again()).toEqual({ ok: true, value: { userId: eve } });
  });

  it('[I15] is not taken away from who has no other way in', async () => {
    const test = testIdentity();
    const entered = await test.identity.enterByProvider({ identity: twitch, standing }, origin);
    if (!entered.ok) throw new Error(entered.error.message);
    const asked = await test.signIn(entered.value.userId);
    expect(codeOf(await test.identity.unlinkProvider({ provider: 'twitch' }, asked))).toBe('invalid');
    expect(await test.identity.changePassword({ next: 'three lazy rivers' }, asked)).toEqual({ ok: true, value: null });
    expect(codeOf(await test.identity.unlinkProvider({ provider: 'twitch' }, asked))).toBe('ok');
  });
});

describe('open mode', () => {
  it('[I1] knows everybody as the administrator of this machine, who may prepare accounts', async () => {
    const test = testIdentity({ mode: 'open' });
    const asker = await test.identity.authenticate({ bearer: 'anything' }, origin);
    expect(asker).toEqual({ actor: { kind: 'user', id: 'local', role: 'ADMIN' }, via: 'open' });
    if (!asker) return;
    const asked = { asker, origin };
    expect(await test.identity.me(asked)).toMatchObject({ value: { username: 'local', role: 'ADMIN' } });
    expect(codeOf(await test.identity.changePassword({ next: 'three lazy rivers' }, asked))).toBe('invalid');
    expect(await test.identity.sessions({}, asked)).toEqual({ ok: true, value: [] });
    const hour = test.clock.now + 3_600_000;
    const made = await test.identity.invite({ label: 'x', standing: { ...standing, role: 'ADMIN' }, expiresAt: hour }, asked);
    if (!made.ok) throw new Error(made.error.message);
    const entered = await test.identity.acceptInvite(
      { token: made.value.token, username: 'ada', password: 'three lazy rivers' },
      origin,
    );
    expect(entered.ok).toBe(true);
    expect(await test.identity.needsSetup()).toBe(false);
    if (entered.ok) expect(await test.identity.deleteUser(entered.value, asked)).toEqual({ ok: true, value: null });
  });
});
