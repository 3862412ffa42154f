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
