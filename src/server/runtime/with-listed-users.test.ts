import { TOTP, Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { goodPassword, origin, testIdentity } from '../services/identity/test-identity.ts';
import { withListedUsers } from './with-listed-users.ts';

const listed = { users: [{ username: 'bob', password: 'listed in the file' }], sessionSecret: 'x' };

/** The operator `bob` of the list, who has come in once. */
async function withBob() {
  const test = testIdentity();
  const identity = withListedUsers(test.identity, listed);
  const enter = async (password: string, code?: string) => {
    const answer = await identity.checkPassword({ username: 'bob', password, ...(code === undefined ? {} : { code }) }, origin);
    return answer.ok ? 'ok' : answer.error.code;
  };
  const first = await identity.checkPassword({ username: 'bob', password: 'listed in the file' }, origin);
  if (!first.ok) throw new Error(first.error.message);
  return { ...test, enter, asked: await test.signIn(first.value.userId) };
}

describe('a listed user', () => {
  it('[S15] signs in by the listed password until there is one of their own', async () => {
    const { identity, enter, asked } = await withBob();
    expect(await enter('listed in the file')).toBe('ok');
    expect(await identity.changePassword({ next: goodPassword }, asked)).toMatchObject({ ok: true });
    expect(await enter('listed in the file')).toBe('wrong-credentials');
    expect(await enter(goodPassword)).toBe('ok');
  });

  it('[S15] can’t go around their second factor by it, nor by a password of their own that is the listed one', async () => {
    for (const own of [goodPassword, 'listed in the file']) {
      const { identity, clock, enter, asked } = await withBob();
      await identity.changePassword({ next: own }, asked);
      const begun = await identity.beginTotp({ current: own }, asked);
      if (!begun.ok) throw new Error(begun.error.message);
      const code = () => new TOTP({ secret: Secret.fromBase32(begun.value.secret) }).generate({ timestamp: clock.now });
      expect(await identity.confirmTotp({ code: code() }, asked)).toMatchObject({ ok: true });
      expect(await enter('listed in the file')).toBe(own === goodPassword ? 'wrong-credentials' : 'totp-needed');
      expect(await enter('listed in the file', '000000')).toBe('wrong-credentials');
      clock.now += 60_000;
      expect(await enter(own, code())).toBe('ok');
    }
  });

  it('[I20] is not let in while the name or the address is locked, and guesses at the listed password count', async () => {
    const test = testIdentity();
    const identity = withListedUsers(test.identity, listed);
    const enter = async (password: string, from = origin.address) => {
      const answer = await identity.checkPassword({ username: 'bob', password }, { ...origin, address: from });
      return answer.ok ? 'ok' : answer.error.code;
    };
    for (let time = 0; time < 5; time += 1) expect(await enter('guess')).toBe('wrong-credentials');
    expect(await enter('listed in the file', '192.0.2.8')).toBe('locked');
    expect(await test.accounts.list(0)).toEqual([]);
    test.clock.now += 30_000;
    expect(await enter('listed in the file')).toBe('ok');
    for (let time = 0; time < 5; time += 1) expect(await enter('guess')).toBe('wrong-credentials');
    expect(await enter('listed in the file')).toBe('locked');
    test.clock.now += 30_000;
    for (let name = 0; name < 50; name += 1)
      await identity.checkPassword({ username: `nobody-${name}`, password: 'guess' }, { ...origin, address: '192.0.2.9' });
    expect(await enter('listed in the file', '192.0.2.9')).toBe('locked');
    expect(await enter('listed in the file')).toBe('ok');
    for (let time = 0; time < 4; time += 1) expect(await enter('guess')).toBe('wrong-credentials');
    expect(await enter('listed in the file')).toBe('ok');
  });

  it('[I20] gets no account anew with the list’s role: not by unlinking, not when deleted, and not beside the name’s own', async () => {
    const { identity, accounts, clock, enter, asked } = await withBob();
    const { userId = '' } = asked.asker;
    await identity.changePassword({ next: goodPassword }, asked);
    await accounts.change(userId, { role: 'VIEWER' }, { keepAdministrator: false, now: 0 });
    expect(await identity.unlinkProvider({ provider: 'nodecg' }, asked)).toMatchObject({ ok: true });
    expect(await enter('listed in the file')).toBe('wrong-credentials');
    expect(await enter(goodPassword)).toBe('ok');
    await accounts.delete(userId, { keepAdministrator: false, now: 0 });
    expect(await enter('listed in the file')).toBe('unlinked');
    expect(await accounts.list(clock.now)).toEqual([]);
    const other = testIdentity();
    await other.addUser('bob', { role: 'VIEWER', disabledAt: 1 } as never);
    const listing = withListedUsers(other.identity, listed);
    const entered = await listing.checkPassword({ username: 'bob', password: 'listed in the file' }, origin);
    expect(entered).toMatchObject({ error: { code: 'wrong-credentials' } });
    expect(await other.accounts.list(0)).toHaveLength(1);
  });
});
