import { readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { addToken, addUser, adminName, call, loginEnvironment, password, signIn, type Shown } from '../fixtures/accounts.ts';
import { rawFetch, type RawAnswer } from '../fixtures/raw-fetch.ts';
import { makeRoot, projectDir, Server } from '../fixtures/server.ts';

const planted = (name: string) => `planted-${name}-5b7d`;
const secrets = ['discord', 'realtime', 'bundle', 'stripe'].map(planted);
const environment = {
  ...loginEnvironment,
  REALTIME_SECRET: planted('realtime'),
  DISCORD_CLIENT_ID: 'open',
  DISCORD_CLIENT_SECRET: planted('discord'),
  STRIPE_KEY: planted('stripe'),
};

function plantedRoot(): string {
  const root = makeRoot(['live-score', 'webhooks', 'sponsor-reel']);
  mkdirSync(path.join(root, 'cfg'), { recursive: true });
  writeFileSync(path.join(root, 'cfg/webhooks.json'), JSON.stringify({ secret: planted('bundle') }));
  return root;
}

/** A proxy's request for somebody at another address. */
const visitor = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'show.example.com' };

test.describe('without a proxy', () => {
  let server: Server;
  let admin: Shown;
  let viewer: Shown;
  test.beforeAll(async () => {
    server = await Server.start({ root: plantedRoot(), env: { ...environment, HOST: '0.0.0.0' } });
    admin = await signIn(server, adminName);
    viewer = await addUser(server, admin, 'vera', { role: 'VIEWER' });
  });
  test.afterAll(async () => server.dispose());

  test('[E505] nobody gets a secret, a place on this machine or a stack trace, whatever they ask', async () => {
    test.setTimeout(180_000);
    const faults: string[] = [];
    const scripts = new Set<string>();
    const all = [...secrets, password, loginEnvironment.NEXTAUTH_SECRET, server.root, projectDir, '$2a$', '$2b$'];
    const data = path.join(server.root, 'data');
    for (const name of readdirSync(data).filter((file) => file.includes('secret')))
      all.push(readFileSync(path.join(data, name), 'utf8').trim());
    const judge = (asked: string, { status, headers, text }: RawAnswer) => {
      const answer = `${JSON.stringify(headers)}\n${text}`;
      for (const secret of all) if (answer.includes(secret)) faults.push(`${asked} tells ${secret}`);
      if (/\bat (?:[\w.<>]+ \()?(?:file:|node:|\/)[^\s)]+:\d+:\d+|"stack":/.test(text)) faults.push(`${asked} shows a stack`);
      if (status >= 500 && status !== 503) faults.push(`${asked} answers ${status}`);
      if (headers['x-powered-by'] !== undefined) faults.push(`${asked} says what it is made with`);
      for (const [, script = ''] of text.matchAll(/"(\/_next\/static\/[^"\\]+\.js)/g)) scripts.add(script);
    };
    for (const shown of [{}, viewer]) {
      const json = { ...shown, origin: server.url, 'content-type': 'application/json' };
      for (const address of reads) judge(address, await rawFetch(server.url, address, { headers: { ...shown } }));
      for (const address of writes)
        for (const body of ['{', '{}', 'null', '[]', '"x"', `{"userId":{"$ne":1},"name":"${'x'.repeat(5_000)}"}`])
          judge(
            `${address} with ${body.slice(0, 20)}`,
            await rawFetch(server.url, address, { method: 'POST', headers: json, body }),
          );
    }
    expect(scripts.size).toBeGreaterThan(0);
    for (const script of scripts) judge(script, await rawFetch(server.url, script));
    expect(faults).toEqual([]);
  });

  test('[E507] Prometheus reads the figures by a token that may read every bundle, and by no lesser one', async () => {
    const read = async (shown: Shown) => (await rawFetch(server.url, '/metrics', { headers: shown })).status;
    const token = (pattern: string, expiresAt?: number) =>
      addToken(server, admin, {
        name: `for ${pattern}`,
        level: 'read',
        grants: [{ kind: 'bundle', pattern, level: 'read' }],
        ...(expiresAt === undefined ? {} : { expiresAt }),
      });
    const prometheus = await token('*');
    expect(await read(prometheus)).toBe(200);
    for (const pattern of ['live-score', 'live-*', '*-score']) expect(await read(await token(pattern)), pattern).toBe(403);
    expect(await read({})).toBe(401);
    expect(await read({ authorization: 'Bearer ncg_guess' })).toBe(401);
    // It reads the figures, and nothing else of the server's.
    for (const address of ['/api/trpc/system.health', '/api/trpc/user.list', '/audit/export?format=csv'])
      expect((await rawFetch(server.url, address, { headers: prometheus })).status, address).toBe(403);
    const keys = await call<{ id: string; name: string }[]>(server, admin, 'key.list');
    await call(server, admin, 'key.revoke', { keyId: keys.find(({ name }) => name === 'for *')?.id });
    expect(await read(prometheus)).toBe(401);
  });

  test('[E508] a server whose passwords can be read along says so on start, and in the dashboard', async ({ page }) => {
    expect(server.output).toContain('People sign in over plain HTTP');
    await page.goto(`${server.url}/login`);
    await page.getByLabel('User name').fill(adminName);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: /^Server health: 1 warning/ }).click();
    const line = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Connection' });
    await expect(line).toContainText('Attention');
    await expect(line).toContainText('Plain HTTP: others on this network can read passwords along.');
  });

  test('[E504] over plain HTTP cookies are out of reach of scripts and of other sites', async () => {
    for (const line of await cookiesOf(server, {})) {
      expect(line, line).toMatch(/; HttpOnly/i);
      expect(line, line).toMatch(/; SameSite=(Lax|Strict)/i);
      expect(line, line).not.toMatch(/; Domain=/i);
      expect(line, line).not.toMatch(/; Secure/i);
    }
  });
});

const procedures = [
  'bundle.list',
  'user.list',
  'invite.read',
  'passwordLink.read',
  'account.me',
  'replicant.read',
  'system.health',
  'none.none',
  'audit.list',
];
const inputs = ['', '?input=', '?input=%7B', '?input=%22x%22', '?input=null', '?batch=1&input=%7B%220%22:1%7D'];
const reads = [
  ...[
    '/',
    '/login',
    '/login/?error=Configuration',
    '/login?callbackUrl=//evil.example',
    '/invite?token=x',
    '/new-password?token=x',
    '/set-up?token=x',
    '/logout',
  ],
  ...[
    '/ready',
    '/health',
    '/metrics',
    '/api.js',
    '/manifest.json',
    '/api',
    '/api/none',
    '/internal/v1/bundle.list',
    '/authError',
  ],
  ...['/api/auth/csrf', '/api/auth/session', '/api/auth/providers', '/api/auth/error?error=OAuthCallback', '/api/auth/none'],
  ...[
    '/api/auth/callback/discord?code=x&state=y',
    '/api/auth/signin/discord',
    '/api/realtime/ticket',
    '/none',
    '/none.html',
    '/%00',
  ],
  ...['/bundles/none/graphics/x.html', '/bundles/live-score/graphics/none.html', '/bundles/live-score/extension/index.js'],
  ...[
    '/bundles/live-score/package.json',
    '/bundles/webhooks/extension.js',
    '/assets/sponsor-reel/anything/none.png',
    '/assets/none/none',
  ],
  ...[
    '/sound/none/none',
    '/node_modules/none',
    '/socket.io/?EIO=4&transport=polling',
    '/socket.io/?EIO=9',
    '/_next/none',
    '/_next/image?url=x',
  ],
  ...['/webhooks/none', '/audit/export?format=none', '/instance/none.html', '/bundles/live-score/graphics/bug.html?key=guess'],
  ...[
    '/.env',
    '/cfg/webhooks.json',
    '/data/realtime-secret',
    '/package.json',
    '/_next/static/none.js.map',
    '/users',
    '/audit',
    '/secure',
  ],
  ...procedures.flatMap((name) => inputs.map((input) => `/api/trpc/${name}${input}`)),
];
const writes = [
  ...['user.change', 'key.create', 'replicant.set', 'invite.accept', 'account.changePassword', 'none'].map(
    (name) => `/api/trpc/${name}`,
  ),
  ...['/api/auth/signout', '/api/auth/_log', '/internal/v1/bundle.list', '/webhooks/donation', '/bundles/live-score/none'],
];

test('[E504] behind a proxy with HTTPS every cookie is Secure; [E506] the audit log has the person’s address', async () => {
  test.setTimeout(150_000);
  const env = { ...environment, NEXTAUTH_URL: 'https://show.example.com', TRUSTED_PROXIES: '127.0.0.1' };
  const server = await Server.start({ root: plantedRoot(), env });
  try {
    expect(server.output).not.toContain('plain HTTP');
    const lines = await cookiesOf(server, visitor);
    for (const line of lines) {
      expect(line, line).toMatch(/; Secure/i);
      expect(line, line).toMatch(/; HttpOnly/i);
      expect(line, line).toMatch(/; SameSite=(Lax|Strict)/i);
      expect(line, line).not.toMatch(/; Domain=/i);
    }
    const session = lines.find((line) => line.startsWith('__Secure-next-auth.session-token='))?.split(';')[0] ?? '';
    const own = { ...visitor, cookie: session, origin: 'https://show.example.com' };
    const form =
      '--b\r\nContent-Disposition: form-data; name="file"; filename="up.png"\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n';
    const upload = { method: 'POST', headers: { ...own, 'content-type': 'multipart/form-data; boundary=b' }, body: form };
    expect((await rawFetch(server.url, '/assets/sponsor-reel/anything', upload)).status).toBe(200);
    const removal = { method: 'DELETE', headers: own };
    expect((await rawFetch(server.url, '/assets/sponsor-reel/anything/up.png', removal)).status).toBe(200);
    expect((await rawFetch(server.url, '/metrics', { headers: visitor })).status).toBe(401);
    // What somebody says of themselves stands to the left of what the proxy has seen.
    const lying = { ...own, 'x-forwarded-for': '203.0.113.9, 198.51.100.7' };
    expect((await rawFetch(server.url, '/audit/export?format=jsonl', { headers: lying })).status).toBe(200);
    const read = async () => (await rawFetch(server.url, '/audit/export?format=jsonl', { headers: own })).text;
    await expect.poll(async () => (await read()).includes('audit.export')).toBe(true);
    const entries = (await read())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; address?: string });
    const told = entries.filter(({ action }) => /^(asset|access|audit|session)\./.test(action));
    expect([...new Set(told.map(({ action }) => action.split('.')[0]))]).toEqual(expect.arrayContaining(['asset', 'audit']));
    for (const entry of told) expect(JSON.stringify(entry)).toContain('198.51.100.7');
    expect(JSON.stringify(entries)).not.toContain('203.0.113.9');
  } finally {
    await server.dispose();
  }
});

/** Every cookie that the server sets on the way in, with a provider, wrongly, by a graphic's key, and out. */
async function cookiesOf(server: Server, by: Shown): Promise<string[]> {
  const origin = by['x-forwarded-host'] === undefined ? server.url : `https://${by['x-forwarded-host']}`;
  const lines: string[] = [];
  const ask = async (address: string, form?: Record<string, string>, more: Shown = {}) => {
    const headers = { ...by, ...more, origin, 'content-type': 'application/x-www-form-urlencoded' };
    const method = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form).toString() };
    const answer = await rawFetch(server.url, address, { headers, ...method });
    const set = answer.headers['set-cookie'] ?? [];
    lines.push(...set);
    return { text: answer.text, cookie: set.map((line) => line.split(';')[0]).join('; ') };
  };
  const { text, cookie } = await ask('/api/auth/csrf');
  const { csrfToken } = JSON.parse(text) as { csrfToken: string };
  await ask('/api/auth/signin/discord', { csrfToken, json: 'true' }, { cookie });
  await ask('/login/local', { username: adminName, password: 'wrong' });
  const entered = await ask('/login/local', { username: adminName, password });
  const page = '/bundles/live-score/graphics/bug.html';
  const key = { kind: 'graphics', name: 'obs', level: 'read', grants: [{ kind: 'graphic', pattern: page, level: 'read' }] };
  const made = await rawFetch(server.url, '/api/trpc/key.create', {
    method: 'POST',
    headers: { ...by, origin, cookie: entered.cookie, 'content-type': 'application/json' },
    body: JSON.stringify(key),
  });
  const { secret } = (JSON.parse(made.text) as { result: { data: { secret: string } } }).result.data;
  const before = lines.length;
  await ask(`${page}?key=${secret}`);
  expect(lines.length).toBeGreaterThan(before);
  await ask('/logout', undefined, { cookie: (await ask('/login/local', { username: adminName, password })).cookie });
  for (const name of ['session-token', 'csrf-token', 'state', 'refusal', 'nodecg-next.key'])
    expect(
      lines.some((line) => line.split('=')[0]?.includes(name)),
      name,
    ).toBe(true);
  return lines;
}
