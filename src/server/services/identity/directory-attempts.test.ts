import { expect, it } from 'vitest';
import { origin, testIdentity } from './test-identity.ts';

const { identity, records, clock } = testIdentity();
const begin = async (username: string) => {
  const begun = await identity.beginDirectory({ username }, origin);
  return begun.ok ? 'ok' : begun.error.code;
};
const end = (username: string, outcome: 'right' | 'wrong' | 'away') => identity.endDirectory({ username, outcome }, origin);
const guess = async (username: string) => {
  const begun = await begin(username);
  if (begun === 'ok') await end(username, 'wrong');
  return begun;
};

it('[I4] guesses at a directory’s passwords lock the name, however it is written, and are written down', async () => {
  const names = ['vera', 'VERA', ' vera ', 'véra', 've\u200bra'];
  for (const name of names) expect(await guess(name)).toBe('ok');
  for (const name of [...names, 'ｖｅｒａ']) expect(await guess(name)).toBe('locked');
  expect(await guess('ada')).toBe('ok');
  const seen = records.map(({ target, reason, result }) => ({ target, reason, result }));
  expect(seen).toContainEqual({ target: 'ldap:vera', reason: 'wrong-credentials', result: 'refused' });
  expect(seen).toContainEqual({ target: 'ldap:vera', reason: 'locked', result: 'refused' });
  clock.now += 31_000;
  expect(await begin('vera')).toBe('ok');
  expect(await begin('vera')).toBe('locked');
});

it('[I4] attempts at the same time get no more tries; a right one forgets, and one that was never made doesn’t count', async () => {
  const at = await Promise.all(Array.from({ length: 20 }, () => begin('grace')));
  expect(at.filter((code) => code === 'ok')).toHaveLength(5);
  await end('grace', 'away');
  expect(await begin('grace')).toBe('ok');
  await end('grace', 'right');
  for (let time = 0; time < 5; time += 1) expect(await guess('grace')).toBe('ok');
  expect(await guess('grace')).toBe('locked');
});

it('[I4] addresses of one /64 are one address, at a directory and at the door', async () => {
  const test = testIdentity();
  const from = (last: number) => ({ ...origin, address: `2001:db8:1:2::${last.toString(16)}` });
  for (let each = 1; each <= 50; each += 1) {
    await test.identity.beginDirectory({ username: `name-${each}` }, from(each));
    await test.identity.endDirectory({ username: `name-${each}`, outcome: 'wrong' }, from(each));
    await test.identity.checkPassword({ username: `name-${each}`, password: 'guess' }, from(each));
  }
  const beyond = { ...origin, address: '2001:db8:1:3::1' };
  const begun = (at: typeof origin) => test.identity.beginDirectory({ username: 'ada' }, at);
  const checked = (at: typeof origin) => test.identity.checkPassword({ username: 'ada', password: 'guess' }, at);
  expect(await begun(from(99))).toMatchObject({ error: { code: 'locked' } });
  expect(await checked(from(99))).toMatchObject({ error: { code: 'locked' } });
  expect(await begun(beyond)).toMatchObject({ ok: true });
  expect(await checked(beyond)).toMatchObject({ error: { code: 'wrong-credentials' } });
});
