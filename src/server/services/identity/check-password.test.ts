import { TOTP, Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from '#adapters/crypto/password-hasher';
import type { Asked } from '#contract/identity';
import { goodPassword, origin, testIdentity, type TestIdentity } from './test-identity.ts';

const minute = 60_000;
const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
/** The processor's time: on a busy computer the clock's says more about others. */
const workSince = (from: NodeJS.CpuUsage): number => process.cpuUsage(from).user + process.cpuUsage(from).system;
const check = ({ identity }: TestIdentity, username: string, password: string, code?: string) =>
  identity.checkPassword({ username, password, ...(code === undefined ? {} : { code }) }, origin);
const codeOf = async (answer: ReturnType<typeof check>) => {
  const result = await answer;
  return result.ok ? 'ok' : result.error.code;
};
const totpAt = (secret: string, at: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

describe('a password', () => {
  it('[I3] opens to who knows it, whatever the name’s case', async () => {
    const test = testIdentity();
    const userId = await test.addUser('Ada');
    expect(await check(test, ' ada ', goodPassword)).toMatchObject({ ok: true, value: { userId } });
    expect(await codeOf(check(test, 'Ada', 'wrong'))).toBe('wrong-credentials');
    expect(await codeOf(check(test, 'Ada', ''))).toBe('wrong-credentials');
  });

  it('[I3] answers alike to a wrong password, an unknown, disabled or passwordless user', async () => {
    const test = testIdentity();
    await test.addUser('Ada');
    await test.addUser('Bob');
    await test.accounts.change('user-2', { disabledAt: test.clock.now }, { keepAdministrator: false, now: test.clock.now });
    await test.accounts.create({ id: 'p', username: 'Eve', role: 'VIEWER', reach: 'all', grants: [], createdAt: 1 });
    const answers = [];
    for (const [name, password] of [
      ['Ada', 'wrong'],
      ['nobody', goodPassword],
      ['Bob', goodPassword],
      ['Eve', goodPassword],
      ['a\u0000', 'x'],
      ['x'.repeat(500), 'x'],
    ] as const)
      answers.push(await check(test, name, password));
    expect(answers[0]).toMatchObject({ ok: false, error: { code: 'wrong-credentials' } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('[I3] takes as long for an unknown user as for a wrong password', async () => {
    const test = testIdentity({ hasher: createPasswordHasher(8) });
    for (let user = 0; user < 5; user++)
      await test.addUser(`user${user}`, { passwordHash: String(await createPasswordHasher(8).hash('right')) });
    const times: Record<'wrong' | 'unknown', number[]> = { wrong: [], unknown: [] };
    for (let turn = 0; turn < 12; turn++) {
      for (const kind of ['wrong', 'unknown'] as const) {
        const from = process.cpuUsage();
        expect(await codeOf(check(test, kind === 'wrong' ? `user${turn % 5}` : `nobody${turn % 5}`, 'guess'))).toBe(
          'wrong-credentials',
        );
        times[kind].push(workSince(from));
      }
    }
    const ratio = median(times.unknown) / median(times.wrong);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('[I3] isn’t cut: what follows the 72nd byte doesn’t stay unnoticed', async () => {
    const test = testIdentity();
    const long = 'ü'.repeat(36);
    await test.addUser('Ada', { passwordHash: String(await createPasswordHasher(4).hash(long)) });
    expect(await codeOf(check(test, 'Ada', `${long}x`))).toBe('wrong-credentials');
    expect(await codeOf(check(test, 'Ada', long))).toBe('ok');
  });
});

describe('failed attempts', () => {
  it('[I4] lock a user out, longer each time, and who doesn’t exist just so', async () => {
    for (const name of ['Ada', 'nobody']) {
      const test = testIdentity();
      await test.addUser('Ada');
      const answers = [];
      for (let turn = 0; turn < 6; turn++) answers.push(await codeOf(check(test, name, 'wrong')));
      expect(answers).toEqual([...Array<string>(5).fill('wrong-credentials'), 'locked']);
      test.clock.now += 30_001;
      expect(await codeOf(check(test, name, 'wrong'))).toBe('wrong-credentials');
      test.clock.now += 30_001;
      expect(await codeOf(check(test, name, goodPassword))).toBe('locked');
      test.clock.now += minute;
      expect(await codeOf(check(test, name, goodPassword))).toBe(name === 'Ada' ? 'ok' : 'wrong-credentials');
    }
  });

  it('[I4] are no more than five, also when they come at once', async () => {
    const test = testIdentity();
    await test.addUser('Ada');
    const answers = await Promise.all(Array.from({ length: 20 }, () => codeOf(check(test, 'Ada', 'wrong'))));
    expect(answers.filter((answer) => answer === 'wrong-credentials')).toHaveLength(5);
  });

  it('[I4] are forgotten after a right one, and by an administrator', async () => {
    const test = testIdentity();
    const userId = await test.addUser('Ada');
    for (let turn = 0; turn < 12; turn++)
      expect(await codeOf(check(test, 'Ada', turn % 4 === 3 ? goodPassword : 'wrong'))).not.toBe('locked');
    for (let turn = 0; turn < 5; turn++) await check(test, 'Ada', 'wrong');
    const other = await test.signIn(await test.addUser('Root'));
    expect(await test.identity.changeUser({ userId, unlock: true }, other)).toMatchObject({ ok: true });
    expect(await codeOf(check(test, 'Ada', goodPassword))).toBe('ok');
  });

  it('[I4] of one address count together, over all names', async () => {
    const test = testIdentity();
    await test.addUser('Ada');
    for (let turn = 0; turn < 50; turn++) await check(test, `name${turn}`, 'wrong');
    expect(await codeOf(check(test, 'Ada', goodPassword))).toBe('locked');
    const elsewhere = { ...origin, address: '192.0.2.8' };
    expect(await test.identity.checkPassword({ username: 'Ada', password: goodPassword }, elsewhere)).toMatchObject({ ok: true });
  });
});

describe('a second factor', () => {
  async function enrolled(): Promise<TestIdentity & { secret: string; codes: string[]; asked: Asked }> {
    const test = testIdentity();
    const asked = await test.signIn(await test.addUser('Ada'));
    const begun = await test.identity.beginTotp({ current: goodPassword }, asked);
    if (!begun.ok) throw new Error(begun.error.message);
    const { secret, uri } = begun.value;
    expect(uri).toMatch(/^otpauth:\/\/totp\/NodeCG%20Next:Ada\?/);
    expect(await test.identity.confirmTotp({ code: '000000' }, asked)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    const confirmed = await test.identity.confirmTotp({ code: totpAt(secret, test.clock.now) }, asked);
    if (!confirmed.ok) throw new Error(confirmed.error.message);
    return { ...test, secret, codes: confirmed.value.recoveryCodes, asked };
  }

  it('[I6] is begun only by who says the password again, and not without one; guesses lock', async () => {
    const test = testIdentity();
    const asked = await test.signIn(await test.addUser('Ada'));
    const answers = [];
    for (let turn = 0; turn < 6; turn++) {
      const answer = await test.identity.beginTotp({ current: turn === 0 ? '' : 'guess' }, asked);
      answers.push(answer.ok ? 'ok' : answer.error.code);
    }
    expect(answers).toEqual([...Array<string>(5).fill('wrong-credentials'), 'locked']);
    expect(test.records.filter(({ action, result }) => action === 'user.totp' && result === 'refused')).toHaveLength(6);
    expect(await test.identity.confirmTotp({ code: '000000' }, asked)).toMatchObject({ error: { code: 'invalid' } });
    await test.accounts.create({ id: 'p', username: 'Eve', role: 'VIEWER', reach: 'all', grants: [], createdAt: 1 });
    const eve = await test.signIn('p');
    expect(await test.identity.beginTotp({ current: '' }, eve)).toMatchObject({ error: { code: 'invalid' } });
  });

  it('[I6] is asked for after the right password only, and once set up never skipped', async () => {
    const test = await enrolled();
    expect(await codeOf(check(test, 'Ada', 'wrong'))).toBe('wrong-credentials');
    expect(await codeOf(check(test, 'Ada', goodPassword))).toBe('totp-needed');
    expect(await codeOf(check(test, 'Ada', goodPassword, '123'))).toBe('wrong-credentials');
    test.clock.now += minute;
    expect(await codeOf(check(test, 'Ada', goodPassword, totpAt(test.secret, test.clock.now)))).toBe('ok');
  });

  it('[I6] takes no code twice, not even the one of setting up, and not two at once', async () => {
    const test = await enrolled();
    expect(await codeOf(check(test, 'Ada', goodPassword, totpAt(test.secret, test.clock.now)))).toBe('wrong-credentials');
    test.clock.now += minute;
    const code = totpAt(test.secret, test.clock.now);
    const both = await Promise.all([1, 2].map(() => codeOf(check(test, 'Ada', goodPassword, code))));
    expect(both.sort()).toEqual(['ok', 'wrong-credentials']);
    expect(await codeOf(check(test, 'Ada', goodPassword, totpAt(test.secret, test.clock.now - 30_000)))).toBe(
      'wrong-credentials',
    );
  });

  it('[I6] forgives a clock that is half a minute off, and no more', async () => {
    const test = await enrolled();
    test.clock.now += 10 * minute;
    expect(await codeOf(check(test, 'Ada', goodPassword, totpAt(test.secret, test.clock.now - 90_000)))).toBe(
      'wrong-credentials',
    );
    expect(await codeOf(check(test, 'Ada', goodPassword, totpAt(test.secret, test.clock.now - 30_000)))).toBe('ok');
  });

  it('[I6] can’t be guessed by who knows the password: asking for it forgets no failure', async () => {
    const test = await enrolled();
    const answers = [];
    for (let turn = 0; turn < 6; turn++) {
      await check(test, 'Ada', goodPassword);
      answers.push(await codeOf(check(test, 'Ada', goodPassword, '000000')));
    }
    expect(answers.at(-1)).toBe('locked');
  });

  it('[I6] has ten recovery codes, each good once, also for two at once', async () => {
    const test = await enrolled();
    expect(test.codes).toHaveLength(10);
    const [code = ''] = test.codes;
    const both = await Promise.all([1, 2].map(() => codeOf(check(test, 'Ada', goodPassword, code.toUpperCase()))));
    expect(both.sort()).toEqual(['ok', 'wrong-credentials']);
    expect(await test.identity.me(test.asked)).toMatchObject({ value: { hasTotp: true, recoveryCodesLeft: 9 } });
  });

  it('[I6] is removed with a code, or by an administrator', async () => {
    const test = await enrolled();
    const [code = ''] = test.codes;
    expect(await test.identity.beginTotp({ current: goodPassword }, test.asked)).toMatchObject({ error: { code: 'invalid' } });
    expect(await test.identity.removeTotp({ code: '000000' }, test.asked)).toMatchObject({
      error: { code: 'wrong-credentials' },
    });
    expect(await test.identity.removeTotp({ code }, test.asked)).toEqual({ ok: true, value: null });
    expect(await codeOf(check(test, 'Ada', goodPassword))).toBe('ok');
    const other = await enrolled();
    const root = await other.signIn(await other.addUser('Root'));
    expect(await other.identity.changeUser({ userId: 'user-1', resetTotp: true }, root)).toMatchObject({
      value: { hasTotp: false },
    });
    expect(await codeOf(check(other, 'Ada', goodPassword))).toBe('ok');
  });

  it('[I14] [I16] is stored sealed, and codes as hashes', async () => {
    const test = await enrolled();
    const stored = JSON.stringify([await test.accounts.find({ id: 'user-1' }, 0), await test.accounts.sealedTexts()]);
    expect(stored).not.toContain(test.secret);
    for (const code of test.codes) expect(stored).not.toContain(code);
    expect(JSON.stringify(test.records)).not.toContain(test.secret);
  });
});

describe('changing it', () => {
  it('[I5] needs the old one, wants a strong one, and ends the other sessions', async () => {
    const test = testIdentity();
    const userId = await test.addUser('Ada');
    const [asked, other] = [await test.signIn(userId), await test.signIn(userId)];
    const next = 'three lazy rivers';
    expect(await test.identity.changePassword({ next }, asked)).toMatchObject({ error: { code: 'wrong-credentials' } });
    expect(await test.identity.changePassword({ current: goodPassword, next: 'password1' }, asked)).toMatchObject({
      error: { code: 'weak-password' },
    });
    expect(await test.identity.changePassword({ current: goodPassword, next }, asked)).toEqual({ ok: true, value: null });
    expect(test.told).toEqual([{ sessionIds: [other.asker.sessionId], ended: true }]);
    expect(await codeOf(check(test, 'Ada', goodPassword))).toBe('wrong-credentials');
    expect(await codeOf(check(test, 'Ada', next))).toBe('ok');
    expect(JSON.stringify(test.records)).not.toContain(next);
  });

  it('[I4] guesses at the old one lock, too', async () => {
    const test = testIdentity();
    const asked = await test.signIn(await test.addUser('Ada'));
    const answers = [];
    for (let turn = 0; turn < 6; turn++) {
      const answer = await test.identity.changePassword({ current: 'guess', next: 'three lazy rivers' }, asked);
      answers.push(answer.ok ? 'ok' : answer.error.code);
    }
    expect(answers.at(-1)).toBe('locked');
  });

  it('[I3] renews a hash that was made with less work', async () => {
    const test = testIdentity({ hasher: createPasswordHasher(5) });
    await test.addUser('Ada', { passwordHash: String(await createPasswordHasher(4).hash(goodPassword)) });
    await check(test, 'Ada', goodPassword);
    expect((await test.accounts.find({ id: 'user-1' }, 0))?.passwordHash).toMatch(/^\$2b\$05\$/);
    expect(await codeOf(check(test, 'Ada', goodPassword))).toBe('ok');
  });

  it('[I3] renews the hash for two who sign in at once, and lets both in', async () => {
    const test = testIdentity({ hasher: createPasswordHasher(5) });
    await test.addUser('Ada', { passwordHash: String(await createPasswordHasher(4).hash(goodPassword)) });
    const enter = async () => {
      const shown = await check(test, 'Ada', goodPassword);
      if (!shown.ok) throw new Error(shown.error.message);
      const wish = { ...shown.value, method: 'password', expiresAt: test.clock.now + minute };
      return (await test.identity.openSession(wish, origin)).ok;
    };
    expect(await Promise.all([enter(), enter()])).toEqual([true, true]);
  });
});
