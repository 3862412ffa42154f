import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Account, Accounts, NewAccount } from './accounts.ts';
import { accountOf, grantOf, hour, keyOf, now, sessionOf, unique } from './accounts-fixture.ts';

/** Of {@link Accounts}: sessions, grants and keys. */
export function describeAccess(opened: () => Accounts): void {
  const accounts = new Proxy({} as Accounts, { get: (_, name: keyof Accounts) => opened()[name] });
  const add = async (more: Partial<NewAccount> = {}): Promise<NewAccount> => {
    const account = accountOf(more);
    expect(await accounts.create(account)).toBe('created');
    return account;
  };
  const find = (id: string): Promise<Account | undefined> => accounts.find({ id }, now);

  describe('sessions', () => {
    it('are there until they are over or revoked', async () => {
      const { id: userId, username } = await add();
      const session = sessionOf(userId);
      const stored = { ...session, username, lastSeenAt: now };
      const opened = await accounts.openSession(session, 10);
      expect(opened?.account).toMatchObject({ id: userId, lastSignInAt: now, openSessions: 1 });
      const found = await accounts.session(session.id, now);
      expect(found?.session).toStrictEqual(stored);
      expect(found?.account).toStrictEqual(await find(userId));
      await accounts.touchSession(session.id, now + 5);
      await accounts.touchSession(session.id, now + 1);
      expect(await accounts.sessions({ userId }, now)).toStrictEqual([{ ...stored, lastSeenAt: now + 5 }]);
      expect(await accounts.session(session.id, now + hour)).toBeUndefined();
      expect(await accounts.revokeSessions({ id: session.id }, now)).toEqual([session.id]);
      expect(await accounts.revokeSessions({ id: session.id }, now)).toEqual([]);
      expect(await accounts.session(session.id, now)).toBeUndefined();
      expect(await accounts.sessions({ userId }, now)).toEqual([]);
    });

    it('tell why they are no more', async () => {
      const { id: userId } = await add();
      const [over, gone] = [sessionOf(userId), sessionOf(userId)];
      for (const each of [over, gone]) await accounts.openSession(each, 10);
      expect(await accounts.sessionEnd(over.id, now)).toBeUndefined();
      expect(await accounts.sessionEnd(over.id, now + hour)).toBe('expired');
      await accounts.revokeSessions({ id: gone.id }, now);
      expect(await accounts.sessionEnd(gone.id, now)).toBe('revoked');
      await accounts.revokeSessions({ userId }, now);
      await accounts.change(userId, { disabledAt: now }, { keepAdministrator: false, now });
      expect(await accounts.sessionEnd(over.id, now)).toBe('disabled');
      expect(await accounts.sessionEnd('none', now)).toBeUndefined();
    });

    it('are revoked together, but for one', async () => {
      const { id: userId } = await add();
      const [one, two, three] = [sessionOf(userId), sessionOf(userId), sessionOf(userId)];
      for (const each of [one, two, three]) await accounts.openSession(each, 10);
      expect((await accounts.revokeSessions({ userId, except: two.id }, now)).sort()).toEqual([one.id, three.id].sort());
      expect((await accounts.sessions({ userId }, now)).map(({ id }) => id)).toEqual([two.id]);
      expect(await accounts.revokeSessions({ userId }, now)).toEqual([two.id]);
    });

    it('end with the oldest where there are too many, and are refused to who is disabled or unknown', async () => {
      const { id: userId } = await add();
      const all = [1, 2, 3].map((at) => sessionOf(userId, { createdAt: now + at }));
      const ended = [];
      for (const each of all) ended.push((await accounts.openSession(each, 2))?.ended);
      expect(ended).toEqual([[], [], [all[0]?.id]]);
      await accounts.change(userId, { disabledAt: now }, { keepAdministrator: false, now });
      expect(await accounts.openSession(sessionOf(userId), 2)).toBeUndefined();
      expect(await accounts.openSession(sessionOf('nobody'), 2)).toBeUndefined();
    });
  });

  it('[I3] sessions are opened by a password that was shown only while it is the one that counts', async () => {
    const { id: userId } = await add({ passwordHash: 'a hash' });
    const passwordStamp = createHash('sha256').update('a hash').digest('hex');
    expect(await accounts.openSession({ ...sessionOf(userId), passwordStamp }, 10)).toBeDefined();
    await accounts.replaceHash(userId, { from: 'a hash', to: 'another', isNew: true });
    expect(await accounts.openSession({ ...sessionOf(userId), passwordStamp }, 10)).toBeUndefined();
    expect(await accounts.sessions({ userId }, now)).toHaveLength(1);
    expect(await accounts.openSession(sessionOf(userId), 10)).toBeDefined();
  });

  describe('grants and restrictions', () => {
    it('are one per kind, pattern and level; the later one counts', async () => {
      const { id: userId } = await add();
      const first = grantOf({ expiresAt: now + 1 });
      expect(await accounts.addGrant(userId, first)).toStrictEqual(first);
      const again = grantOf();
      expect(await accounts.addGrant(userId, again)).toStrictEqual({ ...again, id: first.id });
      expect((await find(userId))?.grants).toStrictEqual([{ ...again, id: first.id }]);
      expect(await accounts.addGrant('nobody', grantOf())).toBeUndefined();
      expect(await accounts.removeGrant(first.id)).toStrictEqual({ userId, grant: { ...again, id: first.id } });
      expect(await accounts.removeGrant(first.id)).toBeUndefined();
    });

    it('restrict once', async () => {
      const restriction = { kind: 'bundle' as const, name: unique('b'), createdBy: 'ada', createdAt: now };
      expect(await accounts.restrict(restriction)).toBe(true);
      expect(await accounts.restrict(restriction)).toBe(false);
      expect(await accounts.restrictions()).toContainEqual(restriction);
      expect(await accounts.unrestrict('workspace', restriction.name)).toBe(false);
      expect(await accounts.unrestrict('bundle', restriction.name)).toBe(true);
      expect(await accounts.restrictions()).not.toContainEqual(restriction);
    });
  });

  describe('keys', () => {
    it('[I13] are found by their hash until they are revoked or over, with their maker as they are now', async () => {
      const grants = [grantOf({ expiresAt: now + 1 })];
      const { id: userId } = await add({ grants });
      const owner = { role: 'OPERATOR' as const, reach: 'all' as const, grants };
      const [key, over] = [keyOf({ userId }), keyOf({ expiresAt: now })];
      const [hash, overHash] = [unique('hash'), unique('hash')];
      await accounts.addKey(key, hash);
      await accounts.addKey(over, overHash);
      expect(await accounts.keyByHash(hash, now)).toStrictEqual({ key, owner });
      expect(await accounts.keyByHash(overHash, now)).toBeUndefined();
      expect(await accounts.keyByHash(overHash, now - 1)).toStrictEqual({ key: over });
      await accounts.touchKey(key.id, now + 5);
      await accounts.touchKey(key.id, now + 1);
      expect(await accounts.keys()).toContainEqual({ ...key, lastUsedAt: now + 5 });
      await accounts.change(userId, { disabledAt: now }, { keepAdministrator: false, now });
      expect((await accounts.keyByHash(hash, now))?.owner).toStrictEqual({ ...owner, disabledAt: now });
      await accounts.change(userId, { role: 'VIEWER', reach: 'granted', disabledAt: null }, { keepAdministrator: false, now });
      expect((await accounts.keyByHash(hash, now))?.owner).toStrictEqual({ role: 'VIEWER', reach: 'granted', grants });
      expect(await accounts.revokeKey(key.id, now)).toMatchObject({ id: key.id, revokedAt: now });
      expect(await accounts.revokeKey(key.id, now)).toBeUndefined();
      expect(await accounts.keyByHash(hash, now)).toBeUndefined();
    });
  });

  describe('a key that is renewed', () => {
    it('[I21] is revoked with a new one in its place, with the same rights and maker, by one of those who try at once', async () => {
      const { id: userId } = await add();
      const key = keyOf({ userId, expiresAt: now + hour, lastUsedAt: now });
      const hash = unique('hash');
      await accounts.addKey(key, hash);
      await accounts.touchKey(key.id, now);
      const nexts = [1, 2].map(() => ({ id: unique('key'), prefix: 'ncg_efgh', hash: unique('hash') }));
      const made = await Promise.all(nexts.map((next) => accounts.replaceKey(key.id, next, now + 1)));
      expect(made.filter((one) => one !== undefined)).toHaveLength(1);
      const { lastUsedAt: _, ...same } = key;
      for (const [index, { hash: nextHash, ...next }] of nexts.entries()) {
        const stored = { ...same, ...next, createdAt: now + 1 };
        if (made[index]) expect(made[index]).toStrictEqual(stored);
        expect((await accounts.keyByHash(nextHash, now + 1))?.key).toStrictEqual(made[index] && stored);
      }
      expect(await accounts.keyByHash(hash, now + 1)).toBeUndefined();
    });

    it('[I21] stays where the new one can’t be made, and is not renewed when it is over', async () => {
      const [key, over] = [keyOf(), keyOf({ expiresAt: now })];
      const hash = unique('hash');
      await accounts.addKey(key, hash);
      await accounts.addKey(over, unique('hash'));
      const next = { id: unique('key'), prefix: 'ncg_efgh', hash: unique('hash') };
      expect(await accounts.replaceKey(over.id, next, now)).toBeUndefined();
      expect(await accounts.replaceKey('none', next, now)).toBeUndefined();
      expect(await accounts.keyByHash(hash, now)).toBeDefined();
    });
  });

  describe('ends', () => {
    it('[I9] tell what is over by itself, and when the next one comes', async () => {
      const far = now + 1_000 * hour;
      const { id: userId } = await add({ grants: [grantOf({ expiresAt: far + 1 })] });
      const session = sessionOf(userId, { expiresAt: far + 2 });
      const gone = sessionOf(userId, { expiresAt: far + 2 });
      const key = keyOf({ expiresAt: far + 3 });
      for (const each of [session, gone]) await accounts.openSession(each, 10);
      await accounts.revokeSessions({ id: gone.id }, now);
      await accounts.addKey(key, unique('hash'));
      expect(await accounts.nextExpiry(far)).toBe(far + 1);
      expect(await accounts.nextExpiry(far + 1)).toBe(far + 2);
      expect(await accounts.nextExpiry(far + 3)).toBeUndefined();
      const over = { userIds: [userId], sessionIds: [session.id], keyIds: [key.id] };
      expect(await accounts.expired(far, far + 3)).toEqual(over);
      expect(await accounts.expired(far + 1, far + 2)).toEqual({ userIds: [], sessionIds: [session.id], keyIds: [] });
    });
  });
}
