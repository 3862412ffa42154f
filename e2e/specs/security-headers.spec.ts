import { writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  const root = makeRoot(['live-score', 'api-lab', 'webhooks']);
  mkdirSync(path.join(root, 'assets/live-score/images'), { recursive: true });
  writeFileSync(path.join(root, 'assets/live-score/images/page.html'), '<script>parent.hacked = true</script>');
  server = await Server.start({ root });
});
test.afterAll(async () => server.dispose());

type Kind = 'ours' | 'instance' | 'panel' | 'graphic' | 'text' | 'file';

/** One address of each kind of answer. */
const answers: [string, Kind][] = [
  ['/', 'ours'],
  ['/graphics', 'ours'],
  ['/replicants', 'ours'],
  ['/settings', 'ours'],
  ['/no/such/page', 'ours'],
  ['/authError', 'ours'],
  ['/api/trpc/bundle.list', 'ours'],
  ['/api/trpc/nothing', 'ours'],
  ['/instance/busy.html?pathname=/bundles/live-score/graphics/bug.html', 'instance'],
  ['/instance/killed.html', 'instance'],
  ['/bundles/live-score/graphics/bug.html', 'graphic'],
  ['/bundles/live-score/graphics/none.html', 'graphic'],
  ['/bundles/api-lab/dashboard/two.html', 'panel'],
  ['/bundles/api-lab/shared/worker.js', 'file'],
  ['/bundles/none/x.js', 'file'],
  ['/health', 'text'],
  ['/ready', 'text'],
  ['/metrics', 'text'],
  ['/internal/v1/bundle.list', 'text'],
  ['/api.js', 'text'],
  ['/socket.io/socket.io.js', 'text'],
  ['/dashboard/css/panel-defaults.css', 'text'],
  ['/node_modules/soundjs/lib/soundjs.min.js', 'text'],
  ['/node_modules/next/package.json', 'text'],
  ['/assets/live-score/none/x.png', 'text'],
  ['/sound/live-score/none/default.mp3', 'text'],
];

function directives(policy: string | null): Map<string, string> {
  return new Map(
    (policy ?? '').split('; ').map((directive) => [directive.split(' ')[0] ?? '', directive.slice(directive.indexOf(' ') + 1)]),
  );
}

test('[E490] every kind of answer carries the policy of whose it is', async () => {
  for (const [address, kind] of answers) {
    const { headers, status } = await fetch(server.url + address, { redirect: 'manual', headers: { accept: 'text/html' } });
    const policy = directives(headers.get('content-security-policy'));
    const isFramedByAll = kind === 'graphic' || kind === 'instance';
    expect(policy.get('frame-ancestors'), address).toBe(isFramedByAll ? undefined : "'self'");
    expect(policy.get('base-uri'), address).toBe("'self'");
    expect(policy.get('form-action'), address).toBe("'self'");
    expect(policy.get('object-src'), address).toMatch(/^'(none|self)'$/);
    if (kind !== 'file') expect(headers.get('x-content-type-options'), `${address} ${status}`).toBe('nosniff');
    expect(headers.get('referrer-policy'), address).toMatch(/^(same-origin|strict-origin-when-cross-origin)$/);
    expect(headers.get('x-powered-by'), address).toBeNull();
    // Nobody promises HTTPS for the names of this computer.
    expect(headers.get('strict-transport-security'), address).toBeNull();
    if (kind !== 'ours' && kind !== 'instance') continue;
    expect(policy.get('default-src'), address).toBe("'none'");
    expect(policy.get('script-src'), address).not.toMatch(/unsafe-(inline|eval)/);
    expect(policy.get('connect-src'), address).toBe(`'self' ws://127.0.0.1:${server.port}`);
  }
  const first = await fetch(server.url);
  expect(first.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(first.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(first.headers.get('permissions-policy')).toContain('geolocation=()');
  const second = await fetch(server.url);
  const nonceOf = (answer: Response) => /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
  expect(nonceOf(first)).toMatch(/^[\w+/]{22}==$/);
  expect(nonceOf(first)).not.toBe(nonceOf(second));
  const scripts = [...(await first.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  expect(scripts.length).toBeGreaterThan(5);
  for (const tag of scripts) expect(tag).toContain(`nonce="${nonceOf(first)}"`);
});

test('[E540] what depends on who asks is kept by nobody on the way', async () => {
  for (const address of ['/graphics', '/api/trpc/bundle.list', '/api/trpc/nothing', '/audit/export?format=csv']) {
    const { headers } = await fetch(server.url + address);
    expect(headers.get('cache-control'), address).toContain('no-store');
  }
});

test('[E491] the dashboard works under its policy, and what is put into it from outside does not run', async ({ page }) => {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(error.message));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const address of [
    '/',
    '/graphics',
    '/replicants',
    '/assets',
    '/saved',
    '/mixer',
    '/bundles',
    '/settings',
    '/no/such/page',
  ]) {
    await page.goto(server.url + address);
    await page.waitForLoadState('networkidle');
  }
  await page.goto(`${server.url}/settings`);
  await page
    .getByRole('link', { name: /graphics/i })
    .first()
    .click();
  await page.waitForURL(/graphics/);
  expect(await page.evaluate(() => typeof (window as unknown as { NodeCG?: unknown }).NodeCG)).toBe('function');
  await expect(page.locator('html')).toHaveAttribute('data-theme', /dark|light/);
  expect(violations).toEqual([]);
  const ran = await page.evaluate(async () => {
    const state = window as unknown as { ran: string[] };
    state.ran = [];
    const place = document.createElement('div');
    place.innerHTML = '<img src="/none.png" onerror="ran.push(\'handler\')"><a href="javascript:ran.push(\'link\')">x</a>';
    document.body.append(place);
    place.querySelector('a')?.click();
    const base = document.createElement('base');
    base.href = 'https://evil.example/';
    document.head.append(base);
    const isBaseTaken = document.baseURI.includes('evil');
    base.remove();
    // In a task of its own: what the test itself evaluates is above the policy.
    await new Promise<void>((resolve) =>
      setTimeout(() => {
        try {
          // eslint-disable-next-line @typescript-eslint/no-implied-eval
          Reflect.apply(new Function('ran.push("eval")'), undefined, []);
        } catch {
          // refused, as it should be
        }
        resolve();
      }),
    );
    await fetch('https://evil.example/', { mode: 'no-cors' }).then(
      () => state.ran.push('fetch'),
      () => undefined,
    );
    await new Promise((resolve) => place.querySelector('img')?.addEventListener('error', resolve) ?? resolve(undefined));
    return [...state.ran, ...(isBaseTaken ? ['base'] : [])];
  });
  expect(ran).toEqual([]);
  expect(violations.length).toBeGreaterThan(3);
});

test('[E492] pages of the server itself and of bundles run their own scripts under their policies', async ({ page }) => {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) violations.push(`${page.url()} ${message.text()}`);
  });
  for (const address of [
    '/instance/busy.html?pathname=/bundles/live-score/graphics/bug.html',
    '/instance/killed.html?pathname=/bundles/live-score/graphics/bug.html',
    '/bundles/live-score/graphics/bug.html',
    '/bundles/live-score/graphics/none.html',
    '/bundles/api-lab/dashboard/two.html?standalone=true',
    '/authError?code=x&message=%3Cscript%3E1%3C/script%3E',
  ]) {
    await page.goto(server.url + address);
    await page.waitForLoadState('load');
  }
  expect(violations).toEqual([]);
});
