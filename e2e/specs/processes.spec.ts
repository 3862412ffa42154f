import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test as plain } from '@playwright/test';
import type { Operation } from '../../src/contract/operations.ts';
import { test } from '../fixtures/test.ts';
import { freePort, isAlive, makeRoot, projectDir, Server } from '../fixtures/server.ts';

/** Proportional set size in MiB: shared pages counted once, as a memory limit would. */
function pssOf(pid: number): number {
  const line = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m);
  return Number(line?.[1] ?? 0) / 1024;
}

function descendantsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(descendantsOf)];
}

test('[E30] SIGTERM ends every process within 10 s and leaves nothing behind', async ({ server }) => {
  const pids = server.pids();
  expect(pids.length).toBeGreaterThanOrEqual(5);
  const from = Date.now();
  expect(await server.stop()).toBe(0);
  expect(Date.now() - from).toBeLessThan(10_000);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(existsSync(path.join(server.root, 'data/runtime.json'))).toBe(false);
});

test('[E31] after kill -9 of the supervisor the children end by themselves, and the next start adopts the database', async ({
  server,
}) => {
  const { postgres, web, hosts } = server.runtime().pids;
  await server.kill();
  for (const pid of [web!, ...Object.values(hosts)]) await expect.poll(() => isAlive(pid)).toBe(false);
  const from = Date.now();
  await server.start();
  expect(Date.now() - from).toBeLessThan(20_000);
  expect(server.runtime().pids.postgres).toBe(postgres);
});

test('[E32] a database that is killed comes back while graphics go on and nothing acknowledged is lost', async ({
  server,
  connect,
}) => {
  const client = await connect();
  await client.subscribe('live-score', 'counter', { n: 0 });
  process.kill(server.runtime().pids.postgres, 'SIGKILL');
  const operations: Operation[] = [{ path: '/', method: 'overwrite', args: { newValue: { n: 1 } } }];
  await client.request('propose', { namespace: 'live-score', name: 'counter', operations, baseRevision: 0, durable: false });
  await expect.poll(async () => (await client.read('live-score', 'counter')).value).toEqual({ n: 1 });
  await expect.poll(async () => (await client.set('live-score', 'counter', { n: 2 })).ok, { timeout: 30_000 }).toBe(true);
  await server.kill();
  await server.start();
  const again = await connect();
  expect(((await again.read('live-score', 'counter')).value as { n: number }).n).toBe(2);
});

test('[E33] Next can die: graphics and panels are served meanwhile, and it comes back', async ({ server }) => {
  const { web } = server.runtime().pids;
  process.kill(web!, 'SIGKILL');
  await expect.poll(async () => (await fetch(server.url)).status).toBe(503);
  expect((await fetch(`${server.url}/bundles/live-score/graphics/bug.html`)).status).toBe(200);
  await expect.poll(async () => (await fetch(server.url)).status, { timeout: 30_000 }).toBe(200);
  expect(server.runtime().pids.web).not.toBe(web);
});

test.describe('the demo show alone', () => {
  test.use({ bundles: [] });
  test('[E34] the whole product with the demo show takes at most 512 MiB', async ({ server, page }) => {
    await page.goto(server.url);
    await expect(page.locator('iframe').first()).toBeVisible();
    const { gateway, postgres } = server.runtime().pids;
    const pids = [...new Set([...descendantsOf(gateway), ...descendantsOf(postgres)])];
    const total = pids.reduce((sum, pid) => sum + pssOf(pid), 0);
    expect(total).toBeLessThan(512);
    expect(statSync(path.join(server.root, 'data/postgres')).mode & 0o777).toBe(0o700);
  });
});

plain('[E35] a port in use: a message that says so and how to choose another, and no child was started', async () => {
  const root = makeRoot();
  const port = await freePort();
  const squatter = createServer().listen(port, '127.0.0.1');
  const { status, output } = await Server.startAndEnd(root, { PORT: String(port) });
  squatter.close();
  expect(status).toBe(1);
  expect(output).toContain(String(port));
  expect(output).toMatch(/in use/);
  expect(output).toMatch(/PORT=/);
  expect(existsSync(path.join(root, 'data/postgres'))).toBe(false);
  rmSync(root, { recursive: true });
});

test('[E36] a second server on the same data folder refuses to start and names the first', async ({ server }) => {
  const { status, output } = await Server.startAndEnd(server.root, {});
  expect(status).toBe(1);
  expect(output).toContain(String(server.runtime().pids.gateway));
  expect(await server.isReady()).toBe(true);
});

for (const [what, env, expected] of [
  ['a port that is none', { PORT: 'eighty' }, ['PORT']],
  ['several things at once', { PORT: '99999', AUTH_MODE: 'maybe', ROLES: 'gateway,cook' }, ['PORT', 'AUTH_MODE', 'ROLES']],
  ['open to the network', { HOST: '0.0.0.0', AUTH_MODE: 'open' }, ['HOST', 'AUTH_MODE']],
  ['half-made storage', { S3_BUCKET: 'assets' }, ['S3_ENDPOINT']],
] as const)
  plain(`[E37] wrong environment (${what}): every variable is named, nothing starts`, async () => {
    const root = makeRoot();
    const { status, output } = await Server.startAndEnd(root, { ...env });
    expect(status).toBe(1);
    for (const name of expected) expect(output).toContain(name);
    expect(output).not.toMatch(/at .*\.mjs:\d+/);
    expect(existsSync(path.join(root, 'data'))).toBe(false);
    rmSync(root, { recursive: true });
  });

plain('[E38] a data folder that can not be written: a message that names it', async () => {
  const root = makeRoot();
  writeFileSync(path.join(root, 'data'), 'a file where the folder should be');
  const { status, output } = await Server.startAndEnd(root, {});
  expect(status).toBe(1);
  expect(output).toContain(path.join(root, 'data'));
  rmSync(root, { recursive: true });
});

plain('[E39] an ordinary user runs it as well as root', async () => {
  plain.skip(process.getuid?.() !== 0, 'these tests already run as an ordinary user');
  const root = makeRoot(['live-score']);
  mkdirSync(path.join(root, 'data'));
  execFileSync('chown', ['-R', 'nobody', root]);
  chmodSync(root, 0o755);
  const port = await freePort();
  const child = spawn(
    'setpriv',
    ['--reuid=nobody', '--regid=nogroup', '--clear-groups', process.execPath, path.join(projectDir, 'deploy/commands/serve.mjs')],
    {
      env: {
        NODE_ENV: 'production',
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(port),
        NODECG_ROOT: root,
        HOME: '/tmp',
      },
      stdio: 'ignore',
    },
  );
  try {
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined))?.status, { timeout: 60_000 })
      .toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    rmSync(root, { recursive: true, force: true });
  }
});
