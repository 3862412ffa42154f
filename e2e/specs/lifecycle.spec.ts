import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { freePort, isAlive, makeRoot, projectDir, Server } from '../fixtures/server.ts';

type Started = { child: ChildProcess; url: string; output: () => string; ended: Promise<number | NodeJS.Signals | null> };
type Start = (command: readonly string[], env?: Record<string, string>) => Promise<Started>;

const serve = [process.execPath, path.join(projectDir, 'deploy/commands/serve.mjs')] as const;

/** Every process that belongs to a server on this root: it is in their arguments or in their environment. */
function processesOf(root: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && mentions(pid, root) && isAlive(pid));
}

function mentions(pid: number, root: string): boolean {
  try {
    return ['cmdline', 'environ'].some((file) => readFileSync(`/proc/${pid}/${file}`, 'latin1').includes(root));
  } catch {
    return false;
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

function writeBundle(root: string, name: string, files: Record<string, string>): void {
  const folder = path.join(root, 'bundles', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', nodecg: { compatibleRange: '*' } }));
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(folder, file), content);
}

/** `start`: commands on this root, in a process group of their own; whatever is left of them is ended with the test. */
const test = base.extend<{ root: string; start: Start }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright asks for the first parameter
  root: async ({}, use) => {
    const root = makeRoot();
    await use(root);
    for (const pid of processesOf(root)) process.kill(pid, 'SIGKILL');
    rmSync(root, { recursive: true, force: true });
  },
  start: async ({ root }, use) => {
    await use(async ([command = '', ...args], env = {}) => {
      const port = await freePort();
      const child = spawn(command, args, {
        cwd: projectDir,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          NODE_ENV: 'production',
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          HOST: '127.0.0.1',
          PORT: String(port),
          NODECG_ROOT: root,
          ...env,
        },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
        child.once('exit', (status, signal) => resolve(status ?? signal)),
      );
      return { child, url: `http://127.0.0.1:${port}`, output: () => output, ended };
    });
  },
});

test('[E120] npm that gets SIGTERM takes the whole product with it', async ({ root, start }) => {
  const { child, url, output } = await start(['npm', 'run', 'serve']);
  await expect.poll(() => isReady(url), { timeout: 60_000 }).toBe(true);
  expect(processesOf(root).length).toBeGreaterThanOrEqual(6);
  child.kill('SIGTERM');
  await expect.poll(() => processesOf(root), { timeout: 10_000 }).toEqual([]);
  expect(output()).toContain('Stopped.');
});

for (const [moment, line] of [
  ['while the database is being made', 'Starting the database'],
  ['while bundles are being loaded', 'The database is up to date'],
] as const) {
  test(`[E121] SIGTERM ${moment}: everything ends at once, and the next start is fine`, async ({ root, start }) => {
    writeBundle(root, 'slow', { 'extension.js': 'const end = Date.now() + 30_000; while (Date.now() < end);' });
    const { child, output, ended } = await start(serve);
    await expect.poll(output).toContain(line);
    const from = Date.now();
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(Date.now() - from).toBeLessThan(10_000);
    expect(processesOf(root)).toEqual([]);
    rmSync(path.join(root, 'bundles/slow'), { recursive: true });
    const next = await start(serve, { ROLES: 'gateway,extensions' });
    await expect.poll(() => isReady(next.url), { timeout: 30_000 }).toBe(true);
  });

  test(`[E122] kill -9 ${moment}: no child stays but the database, and the next start is fine`, async ({ root, start }) => {
    const { child, output, ended } = await start(serve);
    await expect.poll(output).toContain(line);
    child.kill('SIGKILL');
    await ended;
    const others = () => processesOf(root).filter((pid) => !readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('/postgres'));
    await expect.poll(others, { timeout: 10_000 }).toEqual([]);
    const next = await start(serve, { ROLES: 'gateway,extensions' });
    await expect.poll(() => isReady(next.url), { timeout: 30_000 }).toBe(true);
    next.child.kill('SIGTERM');
    expect(await next.ended).toBe(0);
    expect(processesOf(root)).toEqual([]);
  });
}

test('[E123] extensions that never finish loading keep nobody waiting: the server gets ready, others are live after an edit', async ({
  root,
}) => {
  writeBundle(root, 'awaits', { 'extension.mjs': 'await new Promise(() => undefined);' });
  writeBundle(root, 'spins', { 'extension.js': 'for (;;);' });
  writeBundle(root, 'good', { 'extension.js': `module.exports = (nodecg) => nodecg.log.info('version 1');` });
  const server = await Server.start({ root, env: { ROLES: 'gateway,extensions' } });
  expect(server.output).toMatch(/Still loading after 10 s: awaits, spins\./);
  writeBundle(root, 'good', { 'extension.js': `module.exports = (nodecg) => nodecg.log.info('version 2');` });
  await expect.poll(() => server.output, { timeout: 2_000 }).toContain('version 2');
  expect(await server.stop()).toBe(0);
});

test("[E124] an extension does not get the server's secrets", async ({ root }) => {
  const code = `require('node:fs').writeFileSync('env.json', JSON.stringify(process.env)); module.exports = () => undefined;`;
  writeBundle(root, 'curious', { 'extension.js': code });
  const secrets = {
    ADMIN_USERNAME: 'anna',
    ADMIN_PASSWORD: 'secret-1',
    REALTIME_SECRET: 'secret-2, and long enough',
    NEXTAUTH_SECRET: 'secret-3, and long enough',
  };
  const server = await Server.start({ root, env: { ROLES: 'gateway,extensions', TWITCH_KEY: 'of a bundle', ...secrets } });
  const seen = readFileSync(path.join(root, 'env.json'), 'utf8');
  expect(seen).toContain('of a bundle');
  for (const text of [seen, server.output, await (await fetch(`${server.url}/ready`)).text()])
    expect(text).not.toMatch(/secret-\d/);
  await server.stop();
});
