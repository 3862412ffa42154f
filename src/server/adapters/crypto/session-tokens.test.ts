import { SignJWT } from 'jose';
import { encode } from 'next-auth/jwt';
import { expect, it } from 'vitest';
import { createSessionTokens } from './session-tokens.ts';

const secret = 'a secret for tests, long enough';
const tokens = createSessionTokens(secret);

it('[I8] reads NextAuth’s tokens, and only with its secret', async () => {
  const token = await encode({ token: { sid: 'session-1', role: 'ADMIN' }, secret });
  expect(await tokens.read(token)).toEqual({ sessionId: 'session-1' });
  expect(await tokens.read(token)).toEqual({ sessionId: 'session-1' });
  expect(await createSessionTokens('another').read(token)).toBeUndefined();
  expect(await tokens.read(`${token.slice(0, -4)}AAAA`)).toBeUndefined();
  expect(await tokens.read('nonsense')).toBeUndefined();
});

it('[I8] refuses a token that is over or names no session', async () => {
  expect(await tokens.read(await encode({ token: { sid: 's' }, secret, maxAge: -60 }))).toBeUndefined();
  expect(await tokens.read(await encode({ token: { sub: 'ada' }, secret }))).toBeUndefined();
  expect(await tokens.read(await encode({ token: { sid: 5 as unknown as string }, secret }))).toBeUndefined();
});

it('[I8] makes tickets that are over after their minute, and takes no other signature', async () => {
  const now = 1_790_000_000_000;
  const ticket = await tokens.makeTicket({ sessionId: 's', expiresAt: now + 60_000 });
  expect(await tokens.readTicket(ticket, now)).toEqual({ sessionId: 's' });
  expect(await tokens.readTicket(ticket, now + 61_000)).toBeUndefined();
  expect(await createSessionTokens('another').readTicket(ticket, now)).toBeUndefined();
  const claims = () => new SignJWT({ sid: 's' }).setAudience('nodecg-realtime').setExpirationTime(now / 1_000 + 60);
  const forged = await claims().setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
  expect(await tokens.readTicket(forged, now)).toBeUndefined();
});

it('[I8] a ticket is no session token, and the other way round', async () => {
  const ticket = await tokens.makeTicket({ sessionId: 's', expiresAt: Date.now() + 60_000 });
  expect(await tokens.read(ticket)).toBeUndefined();
  expect(await tokens.readTicket(await encode({ token: { sid: 's' }, secret }), Date.now())).toBeUndefined();
});
