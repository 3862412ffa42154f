import { describe, expect, it } from 'vitest';
import type { IdentityError } from '#contract/identity';
import type { Result } from '#contract/result';
import { byServer, goodPassword, origin, testIdentity } from './test-identity.ts';

const hour = 3_600_000;
const codeOf = (answer: Result<unknown, IdentityError>) => (answer.ok ? 'ok' : answer.error.code);
const named = (username: string) => ({ username, password: goodPassword });

describe('the set-up link', () => {
  it('[I2] [I16] makes one administrator, who can sign in', async () => {
    const test = testIdentity();
    expect(await test.identity.needsSetup()).toBe(true);
    const { token, expiresAt } = test.identity.openSetup();
    expect(expiresAt).toBe(test.clock.now + hour / 2);
    expect(await test.identity.setUp({ token, ...named('ada') }, origin)).toMatchObject({
      value: { username: 'ada', role: 'ADMIN', reach: 'all' },
    });
    expect(await test.identity.needsSetup()).toBe(false);
    expect(codeOf(await test.identity.setUp({ token, ...named('bob') }, origin))).toBe('used-up');
    expect(codeOf(await test.identity.checkPassword(named('ada'), origin))).toBe('ok');
    expect(JSON.stringify(test.records)).not.toMatch(new RegExp(`${token}|${goodPassword}`));
  });

  it('[I2] makes one also when two use it at once, and when two links are used', async () => {
    const test = testIdentity();
    const { token } = test.identity.openSetup();
    const both = await Promise.all(['ada', 'bob'].map((name) => test.identity.setUp({ token, ...named(name) }, origin)));
    expect(both.map(codeOf).sort()).toEqual(['ok', 'used-up']);
    const another = test.identity.openSetup();
    expect(codeOf(await test.identity.setUp({ token: another.token, ...named('eve') }, origin))).toBe('used-up');
    expect(await test.accounts.list(0)).toHaveLength(1);
  });

  it('[I2] is over after half an hour, ends with the next one, and can’t be guessed', async () => {
    const test = testIdentity();
    const first = test.identity.openSetup();
    const { token } = test.identity.openSetup();
    for (const wrong of [first.token, '', 'x', `${token}x`])
      expect(codeOf(await test.identity.setUp({ token: wrong, ...named('eve') }, origin))).toBe('used-up');
    test.clock.now += hour / 2;
    expect(codeOf(await test.identity.setUp({ token, ...named('eve') }, origin))).toBe('used-up');
  });

  it('[I2] isn’t used up by a weak password, a bad name, or a database that is away', async () => {
    const test = testIdentity();
    await test.addUser('Ada', { role: 'VIEWER' });
    const { token } = test.identity.openSetup();
    expect(codeOf(await test.identity.setUp({ token, username: 'eve', password: 'password' }, origin))).toBe('weak-password');
    expect(await test.identity.setUp({ token, ...named('!!') }, origin)).toMatchObject({
      error: { code: 'invalid', message: expect.stringMatching(/^A user name may contain letters/) as string },
    });
    expect(codeOf(await test.identity.setUp({ token, ...named('local') }, origin))).toBe('invalid');
    expect(codeOf(await test.identity.setUp({ token, ...named('ADA') }, origin))).toBe('name-taken');
    test.accounts.setAvailable(false);
    expect(codeOf(await test.identity.setUp({ token, ...named('eve') }, origin))).toBe('storage-away');
    test.accounts.setAvailable(true);
    expect(codeOf(await test.identity.setUp({ token, ...named('eve') }, origin))).toBe('ok');
  });

  it('[I2] the environment’s administrator is made while there is none, and never touched again', async () => {
    const test = testIdentity();
    await test.identity.prepare({ username: 'root', password: 'weak' });
    expect(codeOf(await test.identity.checkPassword({ username: 'root', password: 'weak' }, origin))).toBe('ok');
    await test.identity.prepare({ username: 'root', password: 'another' });
    await test.identity.prepare({ username: 'eve', password: 'another' });
    expect(codeOf(await test.identity.checkPassword({ username: 'root', password: 'weak' }, origin))).toBe('ok');
    expect(await test.accounts.list(0)).toHaveLength(1);
    const open = testIdentity({ mode: 'open' });
    await open.identity.prepare({ username: 'root', password: 'weak' });
    expect(await open.accounts.list(0)).toEqual([]);
  });
});

describe('an invitation', () => {
  const standing = {
    role: 'OPERATOR' as const,
    reach: 'granted' as const,
    grants: [{ kind: 'bundle' as const, pattern: 'show', level: 'write' as const }],
  };
  async function invited() {
    const test = testIdentity();
    const made = await test.identity.invite({ label: 'Grace', standing, expiresAt: test.clock.now + hour }, byServer);
    if (!made.ok) throw new Error(made.error.message);
    return { ...test, ...made.value };
  }

  it('[I12] makes the user that it says', async () => {
    const test = await invited();
    expect(await test.identity.readInvite({ token: test.token })).toEqual({
      ok: true,
      value: { label: 'Grace', expiresAt: test.clock.now + hour },
    });
    const accepted = await test.identity.acceptInvite({ token: test.token, ...named('grace') }, origin);
    expect(accepted.ok).toBe(true);
    expect((await test.accounts.list(0))[0]).toMatchObject({
      username: 'grace',
      role: 'OPERATOR',
      reach: 'granted',
      grants: standing.grants,
    });
    expect(await test.identity.invites(byServer)).toMatchObject({ value: [{ usedBy: 'grace' }] });
  });

  it('[I12] [I16] is used once, by one of those who try at once, and refusals are written down', async () => {
    const test = await invited();
    const accept = (name: string) => test.identity.acceptInvite({ token: test.token, ...named(name) }, origin);
    const both = await Promise.all([accept('grace'), accept('eve')]);
    expect(both.map(codeOf).sort()).toEqual(['ok', 'used-up']);
    expect(codeOf(await accept('mallory'))).toBe('used-up');
    const late = test.records.filter(({ action, result }) => action === 'invite.use' && result === 'refused');
    expect(late.map(({ target, reason }) => [target, reason])).toEqual([
      [`invite:${test.invite.id}`, 'used-up'],
      ['invite:?', 'used-up'],
    ]);
    expect(codeOf(await test.identity.readInvite({ token: test.token }))).toBe('used-up');
  });

  it('[I12] is over in time, can be taken back, and isn’t used up by a mistake', async () => {
    const test = await invited();
    const accept = (name: string, password = goodPassword) =>
      test.identity.acceptInvite({ token: test.token, username: name, password }, origin);
    expect(codeOf(await accept('grace', 'short'))).toBe('weak-password');
    expect(codeOf(await test.identity.acceptInvite({ token: 'x', ...named('eve') }, origin))).toBe('used-up');
    expect(await test.identity.revokeInvite({ inviteId: test.invite.id }, byServer)).toEqual({ ok: true, value: null });
    expect(codeOf(await accept('grace'))).toBe('used-up');
    const late = await invited();
    late.clock.now += hour;
    expect(codeOf(await late.identity.acceptInvite({ token: late.token, ...named('grace') }, origin))).toBe('used-up');
  });

  it('[I14] keeps its token nowhere', async () => {
    const test = await invited();
    expect(JSON.stringify([await test.accounts.invites(test.clock.now), test.records])).not.toContain(test.token);
  });
});
