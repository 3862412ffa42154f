import { describe, expect, it } from 'vitest';
import { can, type Resource } from '#contract/access';
import type { IdentityError, NewKey } from '#contract/identity';
import type { Result } from '#contract/result';
import { createAccessService } from '#services/access/index';
import { origin, testIdentity, type TestIdentity } from './test-identity.ts';

const codeOf = (answer: Result<unknown, IdentityError>) => (answer.ok ? 'ok' : answer.error.code);
const page = '/bundles/show/graphics/score.html';
const wish = (more: Partial<NewKey> = {}): NewKey => ({
  kind: 'token',
  name: 'scores',
  level: 'read',
  grants: [{ kind: 'bundle', pattern: 'show', level: 'write' }],
  ...more,
});
const forGraphic = (...grants: NewKey['grants']): NewKey =>
  wish({ kind: 'graphics', grants: [{ kind: 'graphic', pattern: page, level: 'read' }, ...grants] });
const bundle = (name: string): Resource => ({ kind: 'bundle', bundle: name, workspaces: [], restricted: false });

async function made(test: TestIdentity, key = wish()) {
  const asked = await test.signIn(await test.addUser('Root'));
  const answer = await test.identity.createKey(key, asked);
  if (!answer.ok) throw new Error(answer.error.message);
  return { ...answer.value, asked };
}

describe('a key', () => {
  it('[I13] [I16] is shown once, stored as a hash, and written down without itself', async () => {
    const test = testIdentity();
    const { secret, key, asked } = await made(test);
    expect(secret).toMatch(/^ncg_[\w-]{43}$/);
    expect(secret.startsWith(key.prefix)).toBe(true);
    expect(JSON.stringify([await test.accounts.keys(), await test.identity.keys(asked), test.records])).not.toContain(secret);
  });

  it('[I13] is itself, not its maker: it reaches what it was given, and reads where it may only read', async () => {
    const test = testIdentity();
    const { secret, key } = await made(test);
    for (const [credentials, via] of [
      [{ bearer: secret }, 'bearer'],
      [{ key: secret }, 'key'],
      [{ keyCookie: secret }, 'key-cookie'],
    ] as const) {
      const asker = await test.identity.authenticate(credentials, origin);
      expect(asker).toMatchObject({
        via,
        keyId: key.id,
        actor: { kind: 'key', id: 'scores', role: 'VIEWER', access: { reach: 'granted' } },
      });
      if (!asker) return;
      expect(can(asker.actor, 'bundle.see', bundle('show'), test.clock.now)).toBe(true);
      expect(can(asker.actor, 'message.send', bundle('show'), test.clock.now)).toBe(false);
      expect(can(asker.actor, 'bundle.see', bundle('other'), test.clock.now)).toBe(false);
      expect(asker).not.toHaveProperty('userId');
    }
  });

  it('[I13] opens nothing once revoked or over, and sockets hear of it', async () => {
    const test = testIdentity();
    const { secret, key, asked } = await made(test);
    expect(await test.identity.authenticate({ key: secret }, origin)).toBeDefined();
    expect(await test.identity.revokeKey({ keyId: key.id }, asked)).toEqual({ ok: true, value: null });
    expect(test.told).toEqual([{ keyIds: [key.id], ended: true }]);
    expect(await test.identity.authenticate({ key: secret }, origin)).toBeUndefined();
    expect(codeOf(await test.identity.revokeKey({ keyId: key.id }, asked))).toBe('unknown-key');
    const timed = testIdentity();
    const short = await made(timed, wish({ expiresAt: timed.clock.now + 10 }));
    expect(await timed.identity.authenticate({ key: short.secret }, origin)).toBeDefined();
    timed.clock.now += 10;
    expect(await timed.identity.authenticate({ key: short.secret }, origin)).toBeUndefined();
    expect(codeOf(await timed.identity.createKey(wish({ expiresAt: timed.clock.now }), short.asked))).toBe('invalid');
  });

  it.each(['', 'ncg_', 'ncg_short', `ncg_${'A'.repeat(43)}`, `ncg_${'A'.repeat(42)}\u0000`, 'x'.repeat(300)])(
    '[I13] that was made up opens nothing: %j',
    async (key) => {
      const test = testIdentity();
      await made(test);
      expect(await test.identity.authenticate({ key }, origin)).toBeUndefined();
      expect(await test.identity.authenticate({ bearer: key }, origin)).toBeUndefined();
    },
  );

  it('[I13] tells when it was used last, at most once a minute', async () => {
    const test = testIdentity();
    const { secret } = await made(test);
    const lastUsed = async () => (await test.accounts.keys())[0]?.lastUsedAt;
    const first = test.clock.now;
    await test.identity.authenticate({ key: secret }, origin);
    test.clock.now += 59_999;
    await test.identity.authenticate({ key: secret }, origin);
    expect(await lastUsed()).toBe(first);
    test.clock.now += 1;
    await test.identity.authenticate({ key: secret }, origin);
    expect(await lastUsed()).toBe(test.clock.now);
  });

  it('[I13] writes no more once its maker is a VIEWER', async () => {
    const test = testIdentity();
    const { secret, asked } = await made(test, wish({ level: 'write' }));
    expect(await test.identity.authenticate({ key: secret }, origin)).toMatchObject({ actor: { role: 'OPERATOR' } });
    await test.addUser('Other');
    await test.identity.changeUser({ userId: asked.asker.userId ?? '', role: 'VIEWER' }, asked);
    expect(await test.identity.authenticate({ key: secret }, origin)).toMatchObject({
      actor: { role: 'VIEWER', access: { grants: [{ level: 'read' }] } },
    });
  });
});

describe('a key and its owner', () => {
  const everything = wish({ level: 'write', grants: [{ kind: 'bundle', pattern: '*', level: 'write' }] });
  const secretOne: Resource = { kind: 'bundle', bundle: 'show', workspaces: [], restricted: true };
  const kept: Resource = {
    kind: 'replicant',
    bundle: 'show',
    name: 'safe',
    workspaces: [],
    restricted: false,
    requires: { read: 'ADMIN' },
  };
  const mayNow = async (test: TestIdentity, secret: string) => {
    const asker = await test.identity.authenticate({ bearer: secret }, origin);
    const may = (action: 'bundle.see' | 'message.send' | 'replicant.read', resource: Resource) =>
      asker !== undefined && can(asker.actor, action, resource, test.clock.now);
    return {
      reads: may('bundle.see', bundle('show')),
      writes: may('message.send', bundle('show')),
      opensRestricted: may('bundle.see', secretOne),
      opensKept: may('replicant.read', kept),
    };
  };
  const nothing = { reads: false, writes: false, opensRestricted: false, opensKept: false };

  it('[I18] may never do more than the administrator who made it may now', async () => {
    const test = testIdentity();
    const { secret, asked } = await made(test, everything);
    const root = await test.signIn(await test.addUser('Other'));
    const userId = asked.asker.userId ?? '';
    const change = (more: { role?: 'ADMIN' | 'OPERATOR' | 'VIEWER'; reach?: 'all' | 'granted'; disabled?: boolean }) =>
      test.identity.changeUser({ userId, ...more }, root);
    const all = { reads: true, writes: true, opensRestricted: true, opensKept: true };
    expect(await mayNow(test, secret)).toEqual(all);
    await change({ role: 'OPERATOR' });
    expect(await mayNow(test, secret)).toEqual({ reads: true, writes: true, opensRestricted: false, opensKept: false });
    await change({ role: 'VIEWER' });
    expect(await mayNow(test, secret)).toEqual({ reads: true, writes: false, opensRestricted: false, opensKept: false });
    await change({ reach: 'granted' });
    expect(await mayNow(test, secret)).toEqual(nothing);
    const rule = { kind: 'bundle', pattern: 'show', level: 'read', expiresAt: test.clock.now + 100 } as const;
    await test.identity.grant({ userId, rule }, root);
    expect(await mayNow(test, secret)).toEqual({ ...all, writes: false });
    test.clock.now += 100;
    expect(await mayNow(test, secret)).toEqual(nothing);
    await change({ role: 'ADMIN', reach: 'all' });
    expect(await mayNow(test, secret)).toEqual(all);
    await change({ disabled: true });
    expect(await test.identity.authenticate({ bearer: secret }, origin)).toBeUndefined();
  });

  it('[I18] an operator’s key is closed by what is restricted later; one of open mode has no owner', async () => {
    const test = testIdentity();
    const asked = await test.signIn(await test.addUser('Op', { role: 'OPERATOR' }));
    const key = await test.identity.createKey(forGraphic(), asked);
    if (!key.ok) throw new Error(key.error.message);
    const asker = await test.identity.authenticate({ key: key.value.secret }, origin);
    if (!asker) throw new Error('not recognised');
    const graphic = (restricted: boolean): Resource => ({
      kind: 'graphic',
      bundle: 'show',
      name: page,
      workspaces: [],
      restricted,
    });
    expect(can(asker.actor, 'graphic.open', graphic(false), test.clock.now)).toBe(true);
    expect(can(asker.actor, 'graphic.open', graphic(true), test.clock.now)).toBe(false);
    const open = testIdentity({ mode: 'open' });
    const local = await open.identity.authenticate({}, origin);
    const byNobody = local && (await open.identity.createKey(forGraphic(), { asker: local, origin }));
    if (!byNobody?.ok) throw new Error('not made');
    const [stored] = await open.accounts.keys();
    expect(stored).not.toHaveProperty('userId');
  });
});

describe('a key that is renewed', () => {
  it('[I21] has the same rights and owner as before, and with storage away nothing has changed', async () => {
    const test = testIdentity();
    const { secret, asked } = await made(test, wish({ level: 'write' }));
    const asker = await test.identity.authenticate({ bearer: secret }, origin);
    if (!asker) throw new Error('not recognised');
    const went: string[] = [];
    const renew = () =>
      test.identity.renewKey({ asker, origin }, (to) => went.push(`${to.keyId} before ${String(test.told.length)} told`));
    test.accounts.setAvailable(false);
    expect(codeOf(await renew())).toBe('storage-away');
    test.accounts.setAvailable(true);
    expect([went, test.told]).toEqual([[], []]);
    expect(await test.identity.authenticate({ bearer: secret }, origin)).toBeDefined();
    const renewed = await renew();
    if (!renewed.ok) throw new Error(renewed.error.message);
    const again = await test.identity.authenticate({ bearer: renewed.value.secret }, origin);
    expect(again?.actor).toEqual(asker.actor);
    expect(again?.actor.access?.owner).toMatchObject({ role: 'ADMIN' });
    expect(went).toEqual([`${again?.keyId ?? ''} before 0 told`]);
    expect(test.told).toEqual([{ keyIds: [asker.keyId], ended: true }]);
    expect(await test.identity.authenticate({ bearer: secret }, origin)).toBeUndefined();
    expect(codeOf(await renew())).toBe('unknown-key');
    expect(codeOf(await test.identity.renewKey(asked, () => undefined))).toBe('unknown-key');
    expect(JSON.stringify(test.records)).not.toContain(renewed.value.secret);
  });
});

describe('who makes one', () => {
  const restricted = { workspaces: [{ name: 'Secret', restricted: true }], restricted: false };
  const operator = async (test: TestIdentity, more = {}) => test.signIn(await test.addUser('Op', { role: 'OPERATOR', ...more }));
  const grant = (
    kind: 'bundle' | 'graphic' | 'replicant' | 'workspace' | 'assets',
    pattern: string,
    level: 'read' | 'write' = 'read',
  ) => ({ kind, pattern, level });

  it('[I13] gives nobody more than they have: an operator hands out graphics of what is open to them', async () => {
    const test = testIdentity();
    const asked = await operator(test);
    expect(codeOf(await test.identity.createKey(forGraphic(grant('replicant', 'show:*'), grant('bundle', 'show')), asked))).toBe(
      'ok',
    );
    expect(codeOf(await test.identity.keys(asked))).toBe('ok');
    for (const key of [
      wish(),
      forGraphic(grant('workspace', 'Main')),
      forGraphic(grant('bundle', '*')),
      forGraphic(grant('replicant', '*:x')),
      forGraphic(grant('replicant', 'sh*:x')),
      forGraphic(grant('graphic', '/bundles/show/graphics/*')),
      wish({ kind: 'graphics' }),
    ])
      expect(codeOf(await test.identity.createKey(key, asked))).toBe('forbidden');
    const viewer = await test.signIn(await test.addUser('Viv', { role: 'VIEWER' }));
    expect(codeOf(await test.identity.createKey(forGraphic(), viewer))).toBe('forbidden');
  });

  it('[I13] and nothing of what is restricted, but by a grant that lasts as long', async () => {
    const test = testIdentity({ resource: (name) => ({ ...name, ...restricted }) });
    const asked = await operator(test);
    expect(codeOf(await test.identity.createKey(forGraphic(), asked))).toBe('forbidden');
    const own = { id: 'g', createdBy: 'x', createdAt: 1, expiresAt: test.clock.now + 100 };
    const guest = await test.signIn(
      await test.addUser('Guest', {
        role: 'VIEWER',
        reach: 'granted',
        grants: [{ ...own, ...grant('graphic', '/bundles/show/*', 'write') }],
      }),
    );
    expect(codeOf(await test.identity.createKey(forGraphic(), guest))).toBe('forbidden');
    expect(codeOf(await test.identity.createKey({ ...forGraphic(), expiresAt: test.clock.now + 100 }, guest))).toBe('ok');
    expect(
      codeOf(await test.identity.createKey({ ...forGraphic(grant('bundle', 'show')), expiresAt: test.clock.now + 100 }, guest)),
    ).toBe('forbidden');
  });

  it('[I13] a guest with a grant for the workspace makes keys for its graphics, for as long as that counts', async () => {
    const workspaces = [{ name: 'talk', restricted: false }];
    const test = testIdentity({ resource: (name) => ({ ...name, workspaces, restricted: false }) });
    const end = test.clock.now + 100;
    const guestWith = async (level: 'read' | 'write') => {
      const own = { id: 'g', createdBy: 'x', createdAt: 1, expiresAt: end };
      const grants = [{ ...own, ...grant('workspace', 'talk', level) }];
      return test.signIn(await test.addUser(`Guest-${level}`, { role: 'OPERATOR', reach: 'granted', grants }));
    };
    const guest = await guestWith('write');
    expect(codeOf(await test.identity.createKey({ ...forGraphic(), expiresAt: end }, guest))).toBe('ok');
    expect(codeOf(await test.identity.createKey({ ...forGraphic(), expiresAt: end + 1 }, guest))).toBe('forbidden');
    expect(codeOf(await test.identity.createKey(forGraphic(), guest))).toBe('forbidden');
    expect(codeOf(await test.identity.createKey({ ...forGraphic(grant('bundle', 'show')), expiresAt: end }, guest))).toBe(
      'forbidden',
    );
    expect(codeOf(await test.identity.createKey({ ...forGraphic(), expiresAt: end }, await guestWith('read')))).toBe('forbidden');
  });

  it('[I13] and nothing of what a bundle keeps for a higher role, by way of all of the bundle', async () => {
    const access = { replicants: { safe: { read: 'ADMIN' as const }, sign: { write: 'ADMIN' as const } } };
    const show = { name: 'show', panels: [], graphics: [], access };
    const service = createAccessService({ now: () => 0, bundles: () => [show] });
    const test = testIdentity({ resource: service.resource });
    const asked = await operator(test);
    const codeFor = async (key: NewKey) => codeOf(await test.identity.createKey(key, asked));
    expect(await codeFor(forGraphic(grant('replicant', 'show:score')))).toBe('ok');
    for (const wide of [
      grant('bundle', 'show'),
      grant('replicant', 'show:*'),
      grant('replicant', 'show:sa*'),
      grant('replicant', 'show:safe'),
    ])
      expect(await codeFor(forGraphic(wide))).toBe('forbidden');
    access.replicants.safe.read = 'VIEWER' as never;
    expect(await codeFor(forGraphic(grant('bundle', 'show')))).toBe('ok');
    expect(await codeFor({ ...forGraphic(grant('bundle', 'show', 'write')), level: 'write' })).toBe('forbidden');
  });

  it('[I13] sees and revokes their own; no key makes keys', async () => {
    const test = testIdentity();
    const { key, secret } = await made(test, forGraphic(grant('graphic', page, 'write')));
    const asked = await operator(test);
    const own = await test.identity.createKey(forGraphic(), asked);
    if (!own.ok) throw new Error(own.error.message);
    expect(await test.identity.keys(asked)).toMatchObject({ value: [{ id: own.value.key.id }] });
    expect(codeOf(await test.identity.revokeKey({ keyId: key.id }, asked))).toBe('forbidden');
    expect(codeOf(await test.identity.revokeKey({ keyId: own.value.key.id }, asked))).toBe('ok');
    const asker = await test.identity.authenticate({ bearer: secret }, origin);
    if (!asker) throw new Error('not recognised');
    expect(codeOf(await test.identity.createKey(forGraphic(), { asker, origin }))).toBe('forbidden');
  });
});
