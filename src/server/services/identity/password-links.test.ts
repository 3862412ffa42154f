import { describe, expect, it } from 'vitest';
import { createMemoryAccounts } from '#adapters/memory/accounts';
import { createPasswordHasher } from '#adapters/crypto/password-hasher';
import type { Asked, IdentityError } from '#contract/identity';
import type { Result } from '#contract/result';
import { byServer, goodPassword, heldAccounts, origin, testIdentity, type TestIdentity } from './test-identity.ts';

const hour = 3_600_000;
const newPassword = 'another staple battery';
const codeOf = (answer: Result<unknown, IdentityError>) => (answer.ok ? 'ok' : answer.error.code);

/** Root administers; Ada has forgotten her password, and is still signed in somewhere. */
async function forgotten(options: Parameters<typeof testIdentity>[0] = {}) {
  const test = testIdentity(options);
  const [rootId, userId] = [await test.addUser('Root'), await test.addUser('Ada', { role: 'OPERATOR' })];
  const [root, ada] = [await test.signIn(rootId), await test.signIn(userId)];
  test.records.length = 0;
  const link = async (asked = root) => {
    const made = await test.identity.makePasswordLink({ userId }, asked);
    if (!made.ok) throw new Error(made.error.message);
    return made.value.token;
  };
  const use = async (token: string, password = newPassword) =>
    codeOf(await test.identity.usePasswordLink({ token, password }, origin));
  const enter = async (password: string) => codeOf(await test.identity.checkPassword({ username: 'Ada', password }, origin));
  return { ...test, rootId, userId, root, ada, link, use, enter };
}

const isOut = async ({ identity }: TestIdentity, asked: Asked) => codeOf(await identity.me(asked)) === 'forbidden';

describe('a link for a new password', () => {
  it('[I22] sets it, ends every session, lifts the lock, and is written down with maker, user and address', async () => {
    const test = await forgotten();
    const token = await test.link();
    expect(await test.identity.readPasswordLink({ token })).toEqual({
      ok: true,
      value: { username: 'Ada', expiresAt: test.clock.now + 24 * hour },
    });
    for (let guess = 0; guess < 5; guess++) await test.enter('wrong');
    expect(await test.enter(goodPassword)).toBe('locked');
    test.records.length = 0;
    expect(await test.use(token)).toBe('ok');
    expect(test.told).toContainEqual({ sessionIds: [test.ada.asker.sessionId], ended: true });
    expect(await isOut(test, test.ada)).toBe(true);
    expect(await isOut(test, test.root)).toBe(false);
    expect(await test.enter(newPassword)).toBe('ok');
    expect(await test.enter(goodPassword)).toBe('wrong-credentials');
    const anonymous = { kind: 'anonymous', id: '' };
    const after = { madeBy: 'Root', sessions: [test.ada.asker.sessionId] };
    const entry = { action: 'password-link.use', target: 'user:Ada', actor: anonymous, origin, result: 'ok', after };
    expect(test.records[0]).toEqual(entry);
    expect(JSON.stringify([test.records, await test.accounts.list(0)])).not.toMatch(new RegExp(`${token}|${newPassword}`));
  });

  it('[I22] is written down when it is made, by whom and for whom', async () => {
    const test = await forgotten();
    const token = await test.link();
    expect(test.records).toMatchObject([
      { action: 'password-link.create', target: 'user:Ada', actor: { kind: 'user', id: 'Root' }, result: 'ok' },
    ]);
    expect(JSON.stringify(test.records)).not.toContain(token);
  });

  it('[I22] leaves the second factor', async () => {
    const test = await forgotten();
    await test.accounts.setTotp(test.userId, { secret: 'sealed', step: 1, recoveryHashes: [] });
    expect(await test.use(await test.link())).toBe('ok');
    expect(await test.enter(newPassword)).toBe('totp-needed');
  });

  it('[I22] is used once, by one of those who try at once, and refusals are written down', async () => {
    const test = await forgotten();
    const token = await test.link();
    const both = await Promise.all([test.use(token), test.use(token, 'mallory was here first')]);
    expect(both.sort()).toEqual(['ok', 'used-up']);
    expect(await test.use(token)).toBe('used-up');
    expect(codeOf(await test.identity.readPasswordLink({ token }))).toBe('used-up');
    const late = test.records.filter(({ action, result }) => action === 'password-link.use' && result === 'refused');
    expect(late.map(({ target, reason }) => [target, reason]).sort()).toEqual([
      ['user:?', 'used-up'],
      ['user:Ada', 'used-up'],
    ]);
  });

  it('[I22] isn’t used up by a weak password or a database that is away, and ends no session by that', async () => {
    const test = await forgotten();
    const token = await test.link();
    for (const weak of ['short', 'password123', 'x'.repeat(80)]) expect(await test.use(token, weak)).toBe('weak-password');
    test.accounts.setAvailable(false);
    expect(await test.use(token)).toBe('storage-away');
    test.accounts.setAvailable(true);
    expect(await isOut(test, test.ada)).toBe(false);
    expect(await test.use(token)).toBe('ok');
  });

  it('[I22] is over after a day, ends with the next one, and can’t be guessed', async () => {
    const test = await forgotten();
    const [first, token] = [await test.link(), await test.link()];
    for (const wrong of [first, '', 'x', `${token}x`]) expect(await test.use(wrong)).toBe('used-up');
    test.clock.now += 24 * hour;
    expect(await test.use(token)).toBe('used-up');
  });

  type Ending = (test: Awaited<ReturnType<typeof forgotten>>) => Promise<unknown>;
  const endings: Record<string, Ending> = {
    'its user changes their password': ({ identity, ada }) =>
      identity.changePassword({ current: goodPassword, next: 'something else entirely' }, ada),
    'its user is disabled, also when they are enabled again': async ({ identity, userId }) => {
      await identity.changeUser({ userId, disabled: true }, byServer);
      return identity.changeUser({ userId, disabled: false }, byServer);
    },
    'its user is deleted': ({ identity, userId }) => identity.deleteUser({ userId }, byServer),
    'its maker is demoted': ({ identity, rootId }) => identity.changeUser({ userId: rootId, role: 'OPERATOR' }, byServer),
    'its maker is demoted, also when they administer again': async ({ identity, rootId }) => {
      await identity.changeUser({ userId: rootId, role: 'OPERATOR' }, byServer);
      return identity.changeUser({ userId: rootId, role: 'ADMIN' }, byServer);
    },
    'its maker is disabled, also when they are enabled again': async ({ identity, rootId }) => {
      await identity.changeUser({ userId: rootId, disabled: true }, byServer);
      return identity.changeUser({ userId: rootId, disabled: false }, byServer);
    },
    'its maker is deleted': ({ identity, rootId }) => identity.deleteUser({ userId: rootId }, byServer),
  };
  it.each(Object.keys(endings))('[I22] ends when %s', async (how) => {
    const test = await forgotten();
    await test.addUser('Second');
    const token = await test.link();
    expect(await endings[how]!(test)).toMatchObject({ ok: true });
    expect(codeOf(await test.identity.readPasswordLink({ token }))).toBe('used-up');
    expect(await test.use(token)).toBe('used-up');
  });

  it('[I22] opens nothing when its maker is demoted in the very moment of its making', async () => {
    const { accounts, release } = heldAccounts('addPasswordLink');
    const test = await forgotten({ accounts });
    await test.addUser('Second');
    const making = test.identity.makePasswordLink({ userId: test.userId }, test.root);
    expect(codeOf(await test.identity.changeUser({ userId: test.rootId, role: 'VIEWER' }, byServer))).toBe('ok');
    release();
    expect(codeOf(await making)).toBe('forbidden');
    expect(test.records.at(-1)).toMatchObject({ action: 'password-link.create', target: 'user:Ada', reason: 'forbidden' });
  });

  it('[I16] [I22] ends for good with its maker’s right, also when the database is away right after, and that is written down', async () => {
    const accounts = createMemoryAccounts();
    const failing: typeof accounts = {
      ...accounts,
      change: async (...input) => {
        const answer = await accounts.change(...input);
        if (input[1].role === 'OPERATOR') accounts.setAvailable(false);
        return answer;
      },
    };
    const test = await forgotten({ accounts: failing });
    await test.addUser('Second');
    const token = await test.link();
    const change = (role: 'OPERATOR' | 'ADMIN') => test.identity.changeUser({ userId: test.rootId, role }, byServer);
    expect(codeOf(await change('OPERATOR'))).toBe('storage-away');
    accounts.setAvailable(true);
    expect(codeOf(await change('ADMIN'))).toBe('ok');
    expect(await test.use(token)).toBe('used-up');
    const ended = test.records.filter(({ action }) => action === 'password-link.revoke');
    expect(ended).toMatchObject([{ target: 'user:Ada', result: 'ok', before: { madeBy: 'Root' } }]);
  });

  it('[I22] gives nobody a password who has none, is disabled, or is who asks', async () => {
    const test = await forgotten();
    const { passwordHash: _, ...bare } = { passwordHash: '', id: 'bare', username: 'Bea', createdAt: test.clock.now };
    const provider = { provider: 'ldap', providerId: 'uid=bea' };
    await test.accounts.create({ ...bare, role: 'VIEWER', reach: 'all', grants: [], provider });
    await test.identity.changeUser({ userId: test.userId, disabled: true }, byServer);
    test.records.length = 0;
    const make = (userId: string) => test.identity.makePasswordLink({ userId }, test.root);
    expect(await make('bare')).toMatchObject({
      error: { code: 'invalid', message: expect.stringMatching(/no password/) as string },
    });
    expect(codeOf(await make(test.userId))).toBe('invalid');
    expect(codeOf(await make(test.rootId))).toBe('invalid');
    expect(codeOf(await make('nobody'))).toBe('unknown-user');
    expect(test.records.map(({ target, result, reason }) => [target, result, reason])).toEqual([
      ['user:Bea', 'refused', 'no-password'],
      ['user:Ada', 'refused', 'disabled'],
      ['user:Root', 'refused', 'own-password'],
    ]);
  });

  it('[I22] made in open mode works once people sign in: whoever was at the machine administers', async () => {
    const test = testIdentity({ mode: 'open' });
    const userId = await test.addUser('Ada');
    const made = await test.identity.makePasswordLink({ userId }, byServer);
    if (!made.ok) throw new Error(made.error.message);
    const used = await test.identity.usePasswordLink({ token: made.value.token, password: newPassword }, origin);
    expect(used).toEqual({ ok: true, value: { username: 'Ada' } });
  });
});

describe('a password that is set meanwhile', () => {
  it('[I5] [I22] is not changed by who has shown the old one before: one of both counts', async () => {
    const test = await forgotten();
    const token = await test.link();
    const changing = test.identity.changePassword({ current: goodPassword, next: 'mallory was here first' }, test.ada);
    const [changed, used] = await Promise.all([changing.then(codeOf), test.use(token)]);
    expect([changed, used].filter((code) => code === 'ok')).toHaveLength(1);
    const [late] = test.records.filter(({ result }) => result === 'refused');
    expect(late).toMatchObject(
      used === 'ok'
        ? { action: 'user.password', target: 'user:Ada', reason: 'wrong-credentials' }
        : { action: 'password-link.use', target: 'user:Ada', reason: 'used-up' },
    );
    expect(await test.enter(used === 'ok' ? newPassword : 'mallory was here first')).toBe('ok');
  });

  it('[I3] [I22] lets nobody in who has shown the old one before', async () => {
    const test = await forgotten();
    const token = await test.link();
    const shown = await test.identity.checkPassword({ username: 'Ada', password: goodPassword }, origin);
    if (!shown.ok) throw new Error(shown.error.message);
    expect(await test.use(token)).toBe('ok');
    test.records.length = 0;
    const wish = { ...shown.value, method: 'password', expiresAt: test.clock.now + hour };
    expect(codeOf(await test.identity.openSession(wish, origin))).toBe('wrong-credentials');
    expect(test.records).toMatchObject([{ action: 'session.sign-in', target: 'user:Ada', result: 'refused' }]);
    expect(await test.accounts.sessions({ userId: test.userId }, test.clock.now)).toEqual([]);
  });

  it('[I3] [I22] stays when a sign-in with the old one renews its hash', async () => {
    const test = await forgotten({ hasher: createPasswordHasher(5) });
    const token = await test.link();
    const [, used] = await Promise.all([test.enter(goodPassword), test.use(token)]);
    expect(used).toBe('ok');
    expect(await test.enter(newPassword)).toBe('ok');
    expect(await test.enter(goodPassword)).toBe('wrong-credentials');
  });
});
