import { encode } from 'next-auth/jwt';
import { expect, it } from 'vitest';
import { markCookie, readMark } from './link-mark.ts';

const secret = 'a secret of the server';
const mark = { userId: 'ada', sessionId: 'first', provider: 'oidc' };
const sent = (cookie: string): string => `a=b; ${cookie.split(';')[0]}; c=d`;

it('[S16] a mark says who began to link, in which session and at which provider, and is kept from scripts', async () => {
  const cookie = await markCookie(secret, true, mark);
  expect(await readMark(secret, sent(cookie))).toEqual(mark);
  for (const word of ['HttpOnly', 'SameSite=Lax', 'Path=/api/auth', 'Max-Age=600', 'Secure']) expect(cookie).toContain(word);
});

it('[S16] a mark that is over, altered, of another server or of another purpose says nothing', async () => {
  const given = async (token: string) => readMark(secret, `nodecg-link=${token}`);
  const cookie = await markCookie(secret, false, mark);
  const value = /=([^;]+)/.exec(cookie)?.[1] ?? '';
  expect(await given(value)).toEqual(mark);
  expect(await given(`${value.slice(0, -2)}xx`)).toBeUndefined();
  expect(await readMark(secret, sent(await markCookie('another secret', false, mark)))).toBeUndefined();
  expect(await given(await encode({ token: { ...mark }, secret, salt: 'nodecg-link', maxAge: -60 }))).toBeUndefined();
  // A session's own token has no such salt.
  expect(await given(await encode({ token: { ...mark }, secret }))).toBeUndefined();
  expect(await readMark(secret, sent(await markCookie(secret, false)))).toBeUndefined();
});
