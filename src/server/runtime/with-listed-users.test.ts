import { TOTP, Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { goodPassword, origin, testIdentity } from '../services/identity/test-identity.ts';
import { withListedUsers } from './with-listed-users.ts';

const listed = { users: [{ username: 'bob', password: 'listed in the file' }], sessionSecret: 'x' };

/** The operator `bob` of the list, who has come in once. */
async function withBob() {
  const test = testIdentity();
  const identity = withListedUsers(test.identity, listed, () => test.clock.now);
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
});
