import { expect, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { auditActions, type AuditAction, type AuditEntry } from '../../src/contract/audit.ts';
import { addUser, adminName, call, loginEnvironment, password, signIn, type Shown } from '../fixtures/accounts.ts';
import { enter, outcomeOf } from '../fixtures/guarded-sockets.ts';
import { rawFetch } from '../fixtures/raw-fetch.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
let admin: Shown;
test.beforeAll(async () => void (server = await Server.start({ root: makeRoot(['gatehouse']), env: loginEnvironment })));
test.afterAll(async () => server.dispose());

const newPassword = 'another good password 7';
/** E530; the internal API alone offers it; AU3; AU5. */
const elsewhere: readonly AuditAction[] = ['user.link', 'user.unlink', 'replicant.delete', 'audit.dropped', 'audit.anchor'];

/** What was done, by whom, on what. */
type Done = { action: AuditAction; by: string; target: string; result?: AuditEntry['result'] };
const done: Done[] = [];
/** What must be in no entry. */
const secrets = [password, newPassword];
const did = (action: AuditAction, target: string, by = adminName): void => void done.push({ action, by, target });
const ask = <T>(procedure: string, input?: unknown, by = admin): Promise<T> => call<T>(server, by, procedure, input);

async function people(): Promise<void> {
  did('user.create', `user:${adminName}`, '');
  did('session.sign-in', `user:${adminName}`, adminName);
  const invite = (label: string) =>
    ask<{ invite: { id: string }; token: string }>('invite.create', {
      ...{ label, standing: { role: 'VIEWER' }, expiresAt: Date.now() + 60_000 },
    });
  const [unused, used] = [await invite('nobody'), await invite('vera')];
  secrets.push(unused.token, used.token);
  did('invite.create', `invite:${unused.invite.id}`);
  await ask('invite.revoke', { inviteId: unused.invite.id });
  did('invite.revoke', `invite:${unused.invite.id}`);
  await ask('invite.accept', { token: used.token, username: 'vera', password }, {});
  did('invite.use', `invite:${used.invite.id}`, '');
  const userId = (await ask<{ id: string; username: string }[]>('user.list')).find(({ username }) => username === 'vera')?.id;
  const link = await ask<{ token: string }>('passwordLink.create', { userId });
  secrets.push(link.token);
  did('password-link.create', 'user:vera');
  await ask('passwordLink.use', { token: link.token, password }, {});
  did('password-link.use', 'user:vera', '');
  await demotion(userId);
  const vera = await signIn(server, 'vera');
  await ask('user.change', { userId, role: 'OPERATOR' });
  did('user.change', 'user:vera');
  await ask('user.grant', { userId, rule: { kind: 'bundle', pattern: 'gatehouse', level: 'write' } });
  did('grant.create', 'user:vera');
  const grantId = (await ask<{ username: string; grants: { id: string }[] }[]>('user.list')).find(
    ({ username }) => username === 'vera',
  )?.grants[0]?.id;
  await ask('user.ungrant', { grantId });
  did('grant.delete', 'user:vera');
  await ownAccount(vera);
  await ask('user.delete', { userId });
  did('user.delete', 'user:vera');
}

/** A link that ends with its maker's right to administer. */
async function demotion(userId: string | undefined): Promise<void> {
  const anna = await addUser(server, admin, 'anna', { role: 'ADMIN', reach: 'all' });
  const { token } = await ask<{ token: string }>('passwordLink.create', { userId }, anna);
  secrets.push(token);
  const annaId = (await ask<{ id: string; username: string }[]>('user.list')).find(({ username }) => username === 'anna')?.id;
  await ask('user.change', { userId: annaId, role: 'OPERATOR' });
  did('password-link.revoke', 'user:vera');
}

async function ownAccount(vera: Shown): Promise<void> {
  expect((await rawFetch(server.url, '/users', { headers: { ...vera, accept: 'text/html' } })).status).toBe(403);
  done.push({ action: 'access.refuse', by: 'vera', target: '/users', result: 'refused' });
  const { secret } = await ask<{ secret: string }>('account.beginTotp', { current: password }, vera);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  const { recoveryCodes } = await ask<{ recoveryCodes: string[] }>('account.confirmTotp', { code }, vera);
  secrets.push(secret, ...recoveryCodes);
  await ask('account.removeTotp', { code: recoveryCodes[0] }, vera);
  did('user.totp', 'user:vera', 'vera');
  await ask('account.changePassword', { current: password, next: newPassword }, vera);
  did('user.password', 'user:vera', 'vera');
  await ask('session.revoke', { butThis: true }, vera);
  did('session.revoke', 'user:vera', 'vera');
  await rawFetch(server.url, '/logout', { headers: { ...vera, referer: `${server.url}/`, origin: server.url } });
  did('session.sign-out', 'user:vera', 'vera');
}

async function rights(): Promise<void> {
  const restriction = { kind: 'workspace', name: 'cellar' };
  await ask('restriction.set', { ...restriction, restricted: true });
  did('restriction.create', 'workspace:cellar');
  await ask('restriction.set', { ...restriction, restricted: false });
  did('restriction.delete', 'workspace:cellar');
  const grants = [{ kind: 'bundle', pattern: 'gatehouse', level: 'read' }];
  const wish = { kind: 'token', name: 'reader', level: 'read', grants };
  const { key, secret } = await ask<{ key: { id: string }; secret: string }>('key.create', wish);
  secrets.push(secret);
  did('key.create', 'key:reader');
  await ask('key.revoke', { keyId: key.id });
  did('key.revoke', 'key:reader');
}

async function show(): Promise<void> {
  await ask('replicant.set', { namespace: 'gatehouse', name: 'score', value: 'new' });
  did('replicant.write', 'replicant:gatehouse:score');
  const saved = await ask<{ id: string }>('saved.create', { name: 'doors', namespace: 'gatehouse' });
  did('saved.create', 'saved:doors');
  await ask('saved.restore', { id: saved.id });
  did('saved.restore', 'saved:doors');
  await ask('saved.rename', { id: saved.id, name: 'gates' });
  did('saved.rename', 'saved:doors');
  await ask('saved.delete', { id: saved.id });
  did('saved.delete', 'saved:gates');
  await ask('graphic.command', { command: 'reload', bundle: 'gatehouse' });
  did('graphic.command', 'bundle:gatehouse');
  const layout = await ask<{ id: string }>('layout.share', { name: 'two', workspace: 'desk', layout: { order: [], panels: {} } });
  did('layout.share', 'layout:two');
  await ask('layout.edit', { id: layout.id, edit: { name: 'three' } });
  did('layout.edit', 'layout:two');
  await ask('layout.delete', { id: layout.id });
  did('layout.delete', 'layout:three');
  for (const what of ['reload', 'disable', 'enable'] as const) {
    await ask(`bundle.${what}`, { name: 'scoreboard' });
    did(`bundle.${what}`, 'bundle:scoreboard');
  }
}

async function files(): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob(['x'], { type: 'image/png' }), 'a.png');
  const headers = { ...admin, origin: server.url };
  const sent = await fetch(`${server.url}/assets/gatehouse/pictures`, { method: 'POST', headers, body: form });
  expect(sent.status).toBe(200);
  did('asset.upload', '/assets/gatehouse/pictures/a.png');
  expect((await fetch(`${server.url}/assets/gatehouse/pictures/a.png`, { method: 'DELETE', headers })).status).toBeLessThan(400);
  did('asset.delete', '/assets/gatehouse/pictures/a.png');
  expect((await fetch(`${server.url}/audit/export?format=csv`, { headers })).status).toBe(200);
  did('audit.export', 'audit');
}

test('[E533] [I16] everything that is written down is: each action with who did it, on what, from where, and no secret', async () => {
  admin = await signIn(server, adminName);
  await people();
  await rights();
  await show();
  await files();
  expect(auditActions.filter((action) => !elsewhere.includes(action) && !done.some((one) => one.action === action))).toEqual([]);
  const list = async () => (await ask<{ entries: AuditEntry[] }>('audit.list', { limit: 500 })).entries;
  const missing = async () => {
    const entries = await list();
    const isThere = ({ action, by, target, result = 'ok' }: Done) =>
      entries.some(
        (one) =>
          one.action === action &&
          one.actor.id === by &&
          one.target === target &&
          one.result === result &&
          (by === '' || one.origin.address === '127.0.0.1'),
      );
    return done.filter((one) => !isThere(one)).map(({ action, target, by }) => `${action} ${target} by "${by}"`);
  };
  // A burst of writes is one entry when it has ended.
  await expect.poll(missing, { timeout: 10_000 }).toEqual([]);
  const all = JSON.stringify(await list());
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
});

test('[E535] [AU6] a refusal at any door is written down: page, procedure, upload, socket, and what was asked over one', async () => {
  admin = await signIn(server, adminName);
  const vic = await addUser(server, admin, 'vic', { role: 'VIEWER' });
  const score = { namespace: 'gatehouse', name: 'score' };
  const operations = [{ path: '/', method: 'overwrite', args: { newValue: 'x' } }];
  await rawFetch(server.url, '/secure', { headers: { ...vic, accept: 'text/html' } });
  await expect(ask('bundle.reload', { name: 'gatehouse' }, vic)).rejects.toThrow();
  await expect(ask('replicant.set', { ...score, value: 'x' }, vic)).rejects.toThrow();
  const pictures = '/assets/gatehouse/pictures';
  await rawFetch(server.url, pictures, { method: 'POST', headers: { ...vic, origin: server.url } });
  const ours = await enter(server.url, '/dashboard', { shown: vic });
  await ours.emitWithAck('propose', { ...score, operations, baseRevision: 0 });
  const nodecgs = await enter(server.url, '/', { shown: vic });
  nodecgs.emit('message', { bundleName: 'gatehouse', messageName: 'go' });
  const kept = { namespace: 'gatehouse', name: 'safe', opts: {} };
  await new Promise((resolve) => nodecgs.emit('replicant:declare', kept, resolve));
  await outcomeOf(enter(server.url, '/extension', { shown: vic }));
  await outcomeOf(enter(server.url, '/dashboard', { shown: {} }));
  for (const socket of [ours, nodecgs]) socket.disconnect();

  const refusals = async () => {
    const { entries } = await ask<{ entries: AuditEntry[] }>('audit.list', { action: 'access.refuse', limit: 500 });
    return entries.map(({ actor, target, after }) => `${actor.id} ${(after as { asked: string }).asked} ${target}`);
  };
  await expect
    .poll(refusals)
    .toEqual(
      expect.arrayContaining([
        'vic GET /secure',
        'vic bundle.reload bundle:gatehouse',
        'vic replicant.set replicant:gatehouse:score',
        `vic POST ${pictures}`,
        'vic propose replicant:gatehouse:score',
        'vic message bundle:gatehouse:go',
        'vic replicant:declare replicant:gatehouse:safe',
        'vic connect socket:/extension',
        ' connect socket:/dashboard',
      ]),
    );
});
