import { encode } from 'next-auth/jwt';
import { describe, expect, it } from 'vitest';
import type { Asked } from '#contract/identity';
import { origin, secret, testIdentity } from './test-identity.ts';

const day = 86_400_000;
const cookieOf = (sessionId: string | undefined, more: object = {}) => encode({ token: { sid: sessionId, ...more }, secret });

describe('a session', () => {
  it('[I7] is who its row’s user is now, whatever the token says', async () => {
    const test = testIdentity();
    const userId = await test.addUser('Ada', { role: 'OPERATOR' });
    const { asker } = await test.signIn(userId);
    const sessionToken = await cookieOf(asker.sessionId, { role: 'ADMIN', username: 'root' });
    const actor = { kind: 'user', id: 'Ada', role: 'OPERATOR', access: { reach: 'all', grants: [] } };
    const expected = { actor, via: 'session', userId, sessionId: asker.sessionId, expiresAt: asker.expiresAt };
    expect(asker.expiresAt).toBeGreaterThan(test.clock.now);
    expect(await test.identity.authenticate({ sessionToken }, origin)).toEqual(expected);
    expect(await test.identity.authenticate({ bearer: sessionToken }, origin)).toEqual({ ...expected, via: 'bearer' });
  });

  it('[I7] opens nothing without its row: no token of one’s own making, no other secret', async () => {
    const test = testIdentity();
    await test.addUser('Ada');
    for (const sessionToken of [
      await cookieOf('made-up'),
      await cookieOf(undefined, { role: 'ADMIN', sub: 'Ada' }),
      await encode({ token: { sid: 'made-up' }, secret: 'another' }),
      'x',
      '',
    ])
      expect(await test.identity.authenticate({ sessionToken }, origin)).toBeUndefined();
    expect(await test.identity.authenticate({}, origin)).toBeUndefined();
  });

  it('[I7] a bearer decides alone: a wrong one isn’t helped by a cookie', async () => {
    const test = testIdentity();
    const { asker } = await test.signIn(await test.addUser('Ada'));
    const sessionToken = await cookieOf(asker.sessionId);
    expect(await test.identity.authenticate({ sessionToken, bearer: 'wrong' }, origin)).toBeUndefined();
    expect(await test.identity.authenticate({ sessionToken, ticket: 'wrong' }, origin)).toBeUndefined();
  });

  it('[I7] is never opened for who is disabled or gone', async () => {
    const test = testIdentity();
    const userId = await test.addUser('Ada');
    await test.accounts.change(userId, { disabledAt: 1 }, { keepAdministrator: false, now: test.clock.now });
    const open = (id: string) =>
      test.identity.openSession({ userId: id, method: 'password', expiresAt: test.clock.now + day }, origin);
    expect(await open(userId)).toMatchObject({ error: { code: 'unknown-user' } });
    expect(await open('nobody')).toMatchObject({ error: { code: 'unknown-user' } });
    expect(test.records.map(({ result }) => result)).toEqual(['refused', 'refused']);
  });

  it('[I8] ends at once: this one, the others, all of somebody, each told to the sockets', async () => {
    const test = testIdentity();
    const userId = await test.addUser('Ada', { role: 'VIEWER' });
    const all = [await test.signIn(userId), await test.signIn(userId), await test.signIn(userId)];
    const [one, two, three] = all as [Asked, Asked, Asked];
    const who = async ({ asker }: Asked) => test.identity.authenticate({ sessionToken: await cookieOf(asker.sessionId) }, origin);
    expect((await Promise.all(all.map(who))).every(Boolean)).toBe(true);
    expect(await test.identity.revokeSessions({ sessionId: two.asker.sessionId ?? '' }, one)).toEqual({
      ok: true,
      value: { revoked: 1 },
    });
    expect(await Promise.all(all.map(who))).toEqual([expect.anything(), undefined, expect.anything()]);
    expect(await test.identity.revokeSessions({ butThis: true }, one)).toEqual({ ok: true, value: { revoked: 1 } });
    expect(await who(three)).toBeUndefined();
    expect(await test.identity.revokeSessions({ sessionId: three.asker.sessionId ?? '' }, one)).toMatchObject({ ok: false });
    const root = await test.signIn(await test.addUser('Root'));
    expect(await test.identity.revokeSessions({ userId }, root)).toEqual({ ok: true, value: { revoked: 1 } });
    expect(test.records.at(-1)).toMatchObject({ action: 'session.revoke', target: 'user:Ada' });
    expect(await who(one)).toBeUndefined();
    expect(test.told).toEqual([two, three, one].map(({ asker }) => ({ sessionIds: [asker.sessionId], ended: true })));
    expect(await test.identity.me(one)).toMatchObject({ error: { code: 'forbidden' } });
  });

  it('[I7] tells whoever holds its token why it is no more, and nobody else', async () => {
    const test = testIdentity();
    const userId = await test.addUser('Ada');
    const [one, two] = [await test.signIn(userId), await test.signIn(userId)] as [Asked, Asked];
    const tokens = [await cookieOf(one.asker.sessionId), await cookieOf(two.asker.sessionId)] as const;
    const ends = () => Promise.all(tokens.map((token) => test.identity.sessionEnd(token)));
    expect(await ends()).toEqual([undefined, undefined]);
    await test.identity.revokeSessions({ sessionId: one.asker.sessionId ?? '' }, two);
    expect(await ends()).toEqual(['revoked', undefined]);
    test.clock.now += 2 * day;
    expect(await ends()).toEqual(['revoked', 'expired']);
    await test.accounts.change(userId, { disabledAt: test.clock.now }, { keepAdministrator: false, now: test.clock.now });
    expect(await ends()).toEqual(['disabled', 'disabled']);
    expect(await test.identity.sessionEnd(one.asker.sessionId ?? '')).toBeUndefined();
  });

  it('[I8] that is just being read when it ends is not remembered', async () => {
    const test = testIdentity();
    const asked = await test.signIn(await test.addUser('Ada'));
    const ticket = await test.identity.openTicket(asked);
    if (!ticket.ok) throw new Error(ticket.error.message);
    test.bus.publish({ type: 'identity.changed', userId: asked.asker.userId ?? '', ended: false });
    const reading = test.identity.authenticate({ ticket: ticket.value.ticket }, origin);
    await test.accounts.revokeSessions({ id: asked.asker.sessionId ?? '' }, test.clock.now);
    test.bus.publish({ type: 'identity.changed', sessionIds: [asked.asker.sessionId ?? ''], ended: true });
    await reading;
    expect(await test.identity.authenticate({ ticket: ticket.value.ticket }, origin)).toBeUndefined();
  });

  it('[I8] goes on while the database is away, and who isn’t known stays outside', async () => {
    const test = testIdentity();
    const userId = await test.addUser('Ada');
    const [known, unknown] = [await test.signIn(userId), await test.signIn(userId)];
    test.bus.publish({ type: 'identity.changed', sessionIds: [unknown.asker.sessionId ?? ''], ended: false });
    test.accounts.setAvailable(false);
    test.clock.now += 60_000;
    const who = async ({ asker }: Asked) => test.identity.authenticate({ sessionToken: await cookieOf(asker.sessionId) }, origin);
    expect(await who(known)).toBeDefined();
    expect(await who(known)).toBeDefined();
    expect(await who(unknown)).toBeUndefined();
    expect(await test.identity.users(known)).toMatchObject({ error: { code: 'storage-away' } });
    expect(await test.identity.checkPassword({ username: 'Ada', password: 'x' }, origin)).toMatchObject({
      error: { code: 'storage-away' },
    });
    test.clock.now += 2 * day;
    expect(await who(known)).toBeUndefined();
  });

  it('[I8] lists who is there: one’s own for everybody, all for administrators', async () => {
    const test = testIdentity({ connectionsOf: () => 3 });
    const [ada, root] = [await test.addUser('Ada', { role: 'VIEWER' }), await test.addUser('Root')];
    const [asked, admin] = [await test.signIn(ada), await test.signIn(root)];
    const own = await test.identity.sessions({}, asked);
    expect(own).toMatchObject({
      value: [{ userId: ada, username: 'Ada', address: '192.0.2.7', userAgent: 'test', connections: 3 }],
    });
    expect(await test.identity.sessions({ everybody: true }, asked)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await test.identity.sessions({ userId: root }, asked)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await test.identity.sessions({ everybody: true }, admin)).toMatchObject({ ok: true, value: { length: 2 } });
    expect(await test.identity.revokeSessions({ userId: root }, asked)).toMatchObject({ error: { code: 'forbidden' } });
    const sessionId = admin.asker.sessionId ?? '';
    expect(await test.identity.revokeSessions({ sessionId }, asked)).toMatchObject({ error: { code: 'forbidden' } });
  });

  it('[I8] a ticket lasts a minute and ends with its session', async () => {
    const test = testIdentity();
    const asked = await test.signIn(await test.addUser('Ada'));
    const made = await test.identity.openTicket(asked);
    if (!made.ok) throw new Error(made.error.message);
    const { ticket } = made.value;
    expect(await test.identity.authenticate({ ticket }, origin)).toMatchObject({
      via: 'ticket',
      sessionId: asked.asker.sessionId,
    });
    await test.identity.revokeSessions({ sessionId: asked.asker.sessionId ?? '' }, asked);
    expect(await test.identity.authenticate({ ticket }, origin)).toBeUndefined();
    expect(await test.identity.openTicket(asked)).toMatchObject({ error: { code: 'forbidden' } });
  });
});
