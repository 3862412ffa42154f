import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Asked, IdentityError } from '#contract/identity';
import type { Result } from '#contract/result';
import type { IdentityService } from './index.ts';
import { byServer, goodPassword, heldAccounts, origin, testIdentity, type TestIdentity } from './test-identity.ts';

const rule = { kind: 'bundle' as const, pattern: 'show', level: 'write' as const };
const codeOf = (answer: Result<unknown, IdentityError>) => (answer.ok ? 'ok' : answer.error.code);
const actorNow = async ({ identity }: TestIdentity, { asker }: Asked) => {
  const me = await identity.openTicket({ asker, origin });
  return me.ok ? (await identity.authenticate({ ticket: me.value.ticket }, origin))?.actor : undefined;
};
afterEach(() => vi.useRealTimers());

describe('administrators', () => {
  it('[I10] always leave one who may administer, also when two demote each other at once', async () => {
    const test = testIdentity();
    const [a, b] = [await test.addUser('Ada'), await test.addUser('Bob')];
    const [ada, bob] = [await test.signIn(a), await test.signIn(b)];
    const answers = await Promise.all([
      test.identity.changeUser({ userId: b, role: 'OPERATOR' }, ada),
      test.identity.changeUser({ userId: a, disabled: true }, bob),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await test.accounts.hasAdministrator()).toBe(true);
  });

  it('[I10] can’t lock themselves out: no last one is deleted, disabled, demoted or narrowed', async () => {
    const test = testIdentity();
    const userId = await test.addUser('Ada');
    const ada = await test.signIn(userId);
    for (const change of [{ role: 'VIEWER' as const }, { disabled: true }, { reach: 'granted' as const }])
      expect(codeOf(await test.identity.changeUser({ userId, ...change }, ada))).toBe('last-admin');
    expect(codeOf(await test.identity.deleteUser({ userId }, ada))).toBe('last-admin');
    expect(await actorNow(test, ada)).toMatchObject({ role: 'ADMIN' });
  });
});

describe('a user', () => {
  it.each([
    ['demoted', (test: TestIdentity, userId: string) => test.identity.changeUser({ userId, role: 'OPERATOR' }, byServer)],
    ['disabled', (test: TestIdentity, userId: string) => test.identity.changeUser({ userId, disabled: true }, byServer)],
    ['deleted', (test: TestIdentity, userId: string) => test.identity.deleteUser({ userId }, byServer)],
  ])('[I12] who is %s leaves no invitation behind, and others’ stay', async (_, take) => {
    const test = testIdentity();
    const [ada, bobId] = [await test.signIn(await test.addUser('Ada')), await test.addUser('Bob')];
    const bob = await test.signIn(bobId);
    const wish = { label: 'Eve', standing: { role: 'ADMIN' as const, reach: 'all' as const, grants: [] } };
    const expiresAt = test.clock.now + 3_600_000;
    const [theirs, other] = [
      await test.identity.invite({ ...wish, expiresAt }, bob),
      await test.identity.invite({ ...wish, expiresAt }, ada),
    ];
    if (!theirs.ok || !other.ok) throw new Error('nobody was invited');
    await take(test, bobId);
    // Also for when they may invite again.
    await test.identity.changeUser({ userId: bobId, role: 'ADMIN', disabled: false }, byServer);
    const accept = (token: string) =>
      test.identity.acceptInvite({ token, username: 'Eve', password: goodPassword }, origin).then(codeOf);
    expect(await accept(theirs.value.token)).toBe('used-up');
    expect(test.records).toContainEqual(
      expect.objectContaining({ action: 'invite.revoke', target: `invite:${theirs.value.invite.id}` }),
    );
    expect(await accept(other.value.token)).toBe('ok');
  });

  it('[I12] who is demoted in the very moment in which they invite has invited nobody', async () => {
    const { accounts, release } = heldAccounts('addInvite');
    const test = testIdentity({ accounts });
    const [bobId] = [await test.addUser('Bob'), await test.addUser('Ada')];
    const bob = await test.signIn(bobId);
    const standing = { role: 'ADMIN' as const, reach: 'all' as const, grants: [] };
    const inviting = test.identity.invite({ label: 'Eve', standing, expiresAt: test.clock.now + 3_600_000 }, bob);
    expect(codeOf(await test.identity.changeUser({ userId: bobId, role: 'VIEWER' }, byServer))).toBe('ok');
    release();
    expect(codeOf(await inviting)).toBe('forbidden');
    expect(test.records.at(-1)).toMatchObject({ action: 'invite.create', target: 'invite:Eve', reason: 'forbidden' });
    // Also for when they may invite again.
    await test.identity.changeUser({ userId: bobId, role: 'ADMIN' }, byServer);
    expect(await test.identity.invites(byServer)).toEqual({ ok: true, value: [] });
  });

  it('[I11] who is disabled or deleted is out: sessions, keys, sign-in', async () => {
    for (const way of ['disable', 'delete'] as const) {
      const test = testIdentity();
      const [root, userId] = [await test.signIn(await test.addUser('Root')), await test.addUser('Ada')];
      const asked = await test.signIn(userId);
      const grants = [rule];
      const made = await test.identity.createKey({ kind: 'token', name: 'k', level: 'read', grants }, asked);
      if (!made.ok) throw new Error(made.error.message);
      const bearer = made.value.secret;
      expect(await test.identity.authenticate({ bearer }, origin)).toBeDefined();
      const answer =
        way === 'disable'
          ? await test.identity.changeUser({ userId, disabled: true }, root)
          : await test.identity.deleteUser({ userId }, root);
      expect(answer.ok).toBe(true);
      const ids = { userId, sessionIds: [asked.asker.sessionId], keyIds: [made.value.key.id] };
      for (const [name, id] of Object.entries(ids))
        expect(
          test.told.some((told) => told.ended && JSON.stringify(told[name as keyof typeof told]) === JSON.stringify(id)),
        ).toBe(true);
      expect(await actorNow(test, asked)).toBeUndefined();
      expect(await test.identity.authenticate({ bearer }, origin)).toBeUndefined();
      expect(codeOf(await test.identity.checkPassword({ username: 'Ada', password: goodPassword }, origin))).toBe(
        'wrong-credentials',
      );
    }
  });

  it('[I11] whose role or reach changes has it at once, and may not finish what they began with the old one', async () => {
    const test = testIdentity();
    const [root, userId] = [await test.signIn(await test.addUser('Root')), await test.addUser('Ada')];
    const asked = await test.signIn(userId);
    expect((await test.identity.users(asked)).ok).toBe(true);
    await test.identity.changeUser({ userId, role: 'VIEWER', reach: 'granted' }, root);
    expect(test.told).toEqual([{ userId, keyIds: [], ended: false }]);
    expect(await actorNow(test, asked)).toMatchObject({ role: 'VIEWER', access: { reach: 'granted' } });
    expect(asked.asker.actor.role).toBe('ADMIN');
    expect(codeOf(await test.identity.users(asked))).toBe('forbidden');
    expect(codeOf(await test.identity.changeUser({ userId, role: 'ADMIN' }, asked))).toBe('forbidden');
  });

  it('[I9] has a grant from the moment it is given until it is taken or over, and sockets hear of each', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const test = testIdentity();
    const [root, userId] = [await test.signIn(await test.addUser('Root')), await test.addUser('Ada', { role: 'VIEWER' })];
    const asked = await test.signIn(userId);
    const given = await test.identity.grant({ userId, rule: { ...rule, expiresAt: test.clock.now + 60_000 } }, root);
    if (!given.ok) throw new Error(given.error.message);
    expect((await actorNow(test, asked))?.access?.grants).toEqual([{ ...rule, expiresAt: test.clock.now + 60_000 }]);
    expect(test.told).toEqual([{ userId, ended: false }]);
    await vi.advanceTimersByTimeAsync(0);
    test.clock.now += 60_000;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(test.told).toEqual([
      { userId, ended: false },
      { userId, ended: false },
    ]);
    expect((await actorNow(test, asked))?.access?.grants).toEqual([]);
    expect(await test.identity.ungrant({ grantId: given.value.id }, root)).toEqual({ ok: true, value: null });
    expect(codeOf(await test.identity.ungrant({ grantId: given.value.id }, root))).toBe('unknown-grant');
    await test.identity.close();
  });

  it('[I9] whose session or key ends by itself is cut off', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const test = testIdentity();
    const asked = await test.signIn(await test.addUser('Root'));
    const wish = { kind: 'token' as const, name: 'k', level: 'read' as const, grants: [rule] };
    const made = await test.identity.createKey({ ...wish, expiresAt: test.clock.now + 1_000 }, asked);
    if (!made.ok) throw new Error(made.error.message);
    await vi.advanceTimersByTimeAsync(0);
    test.clock.now += 1_000;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(test.told).toEqual([{ sessionIds: [], keyIds: [made.value.key.id], ended: true }]);
    expect(await test.identity.authenticate({ bearer: made.value.secret }, origin)).toBeUndefined();
    await test.identity.close();
  });
});

describe('restrictions', () => {
  it('[I11] are told to whoever asks the policy, once', async () => {
    const test = testIdentity();
    let changes = 0;
    test.bus.subscribe('access.changed', () => (changes += 1));
    const one = { kind: 'workspace' as const, name: 'Main', restricted: true };
    expect(await test.identity.restrict(one, byServer)).toMatchObject({ value: [{ kind: 'workspace', name: 'Main' }] });
    await test.identity.restrict(one, byServer);
    expect(await test.identity.restrict({ ...one, restricted: false }, byServer)).toEqual({ ok: true, value: [] });
    expect(changes).toBe(2);
  });
});

describe('who may not', () => {
  type Call = (identity: IdentityService, asked: Asked) => Promise<Result<unknown, IdentityError>>;
  const calls: Record<string, Call> = {
    users: (identity, asked) => identity.users(asked),
    changeUser: (identity, asked) => identity.changeUser({ userId: 'user-1', role: 'ADMIN' }, asked),
    deleteUser: (identity, asked) => identity.deleteUser({ userId: 'user-1' }, asked),
    grant: (identity, asked) => identity.grant({ userId: 'user-1', rule }, asked),
    ungrant: (identity, asked) => identity.ungrant({ grantId: 'g' }, asked),
    restrict: (identity, asked) => identity.restrict({ kind: 'bundle', name: 'b', restricted: true }, asked),
    invites: (identity, asked) => identity.invites(asked),
    invite: (identity, asked) =>
      identity.invite({ label: 'x', standing: { role: 'ADMIN', reach: 'all', grants: [] }, expiresAt: Infinity }, asked),
    revokeInvite: (identity, asked) => identity.revokeInvite({ inviteId: 'i' }, asked),
    makePasswordLink: (identity, asked) => identity.makePasswordLink({ userId: 'user-1' }, asked),
    sessions: (identity, asked) => identity.sessions({ everybody: true }, asked),
    revokeSessions: (identity, asked) => identity.revokeSessions({ userId: 'user-1' }, asked),
    createKey: (identity, asked) => identity.createKey({ kind: 'token', name: 'k', level: 'read', grants: [rule] }, asked),
    revokeKey: (identity, asked) => identity.revokeKey({ keyId: 'k' }, asked),
  };
  it.each(Object.keys(calls))('[I17] %s is for administrators only, and the attempt is written down', async (name) => {
    const test = testIdentity();
    await test.addUser('Root');
    const known = [
      await test.signIn(await test.addUser('Op', { role: 'OPERATOR' })),
      await test.signIn(await test.addUser('Viv', { role: 'VIEWER' })),
      await test.signIn(await test.addUser('Guest', { role: 'ADMIN', reach: 'granted' })),
    ];
    const access = { reach: 'granted' as const, grants: [{ ...rule, pattern: '*' }] };
    const key: Asked = {
      asker: { actor: { kind: 'key', id: 'k', role: 'OPERATOR', access }, via: 'bearer', keyId: 'k' },
      origin,
    };
    const gone: Asked = {
      asker: { ...known[0]!.asker, actor: { kind: 'user', id: 'Op', role: 'ADMIN' }, sessionId: 'gone' },
      origin,
    };
    const before = JSON.stringify([await test.accounts.list(0), await test.accounts.restrictions(), await test.accounts.keys()]);
    for (const asked of [...known, key, gone]) expect(codeOf(await calls[name]!(test.identity, asked))).toBe('forbidden');
    expect(JSON.stringify([await test.accounts.list(0), await test.accounts.restrictions(), await test.accounts.keys()])).toBe(
      before,
    );
    const refused = test.records.filter(({ result }) => result === 'refused');
    expect(refused).toHaveLength(['users', 'invites', 'sessions'].includes(name) ? 0 : 5);
  });
});
