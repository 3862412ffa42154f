import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { ExtensionBundle, ExtensionGroup } from '#ports/extension-hosts';
import { extensionEnvironment } from '#server/config/process-environment';
import { createExtensionHosts } from './create-extension-hosts.ts';
import type { HostLimits } from './host-limits.ts';
import { createExtensionSockets } from '../gateway/extension-sockets/extension-sockets.ts';
import { createTestGateway } from './test-gateway.ts';

const room = import.meta.dirname;
const projectDir = path.resolve(room, '../..');

/** Short enough for tests, long enough for two busy cores. */
export const testLimits: Partial<HostLimits> = {
  unresponsiveMs: 600,
  killMs: 1_800,
  loadKillMs: 4_000,
  firstRetryMs: 20,
  heapMegabytes: 128,
};

/** The host's programs as `npm run build` makes them, and an empty `NODECG_ROOT`. */
export async function createWorkshop(entries: Record<string, string> = {}) {
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), 'extension-hosts-')));
  await symlink(path.join(projectDir, 'node_modules'), path.join(dir, 'node_modules'));
  await build({
    entryPoints: {
      'extension-host': path.join(room, 'host/main.ts'),
      'line-worker': path.join(room, 'host/line-worker.ts'),
      ...entries,
    },
    outdir: path.join(dir, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
  });
  const root = path.join(dir, 'root');
  await mkdir(path.join(root, 'bundles'), { recursive: true });
  return {
    dir,
    root,
    hostEntry: path.join(dir, 'dist/extension-host.mjs'),
    /** Writes a bundle; the first file is its extension. */
    async bundle(name: string, files: Record<string, string>, more: Partial<ExtensionBundle> = {}): Promise<ExtensionBundle> {
      const folder = path.join(root, 'bundles', name);
      for (const [file, content] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
        await writeFile(path.join(folder, file), content);
      }
      const entry = path.join(folder, Object.keys(files)[0] ?? 'extension.js');
      return { name, version: '1.2.3', kind: 'drop-in', dir: folder, entry, config: {}, manifest: { name }, ...more };
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
export type Workshop = Awaited<ReturnType<typeof createWorkshop>>;

export function groupOf(...bundles: ExtensionBundle[]): ExtensionGroup {
  return { name: bundles.map(({ name }) => name).join('+'), bundles, fingerprint: '1' };
}

/** Real hosts on a gateway of the test's own. */
export function createTestHosts({ hostEntry, root }: Pick<Workshop, 'hostEntry' | 'root'>, limits: Partial<HostLimits> = {}) {
  const gateway = createTestGateway();
  const sockets = createExtensionSockets();
  const lines: string[] = [];
  const write = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const options = {
    hostEntry,
    root,
    environment: extensionEnvironment(),
    log,
    attach: gateway.attach,
    attachSockets: sockets.attachHost,
    welcome: gateway.welcome,
    serverConfig: { host: '127.0.0.1', port: 9090 },
  };
  const hosts = createExtensionHosts({ ...options, limits: { ...testLimits, ...limits } });
  const states: string[] = [];
  hosts.onStatus((bundle, { state }) => states.push(`${bundle} ${state}`));
  return { hosts, gateway, sockets, lines, states, status: (bundle: string) => hosts.statuses().get(bundle) };
}

/** True while the process runs. One that has ended but that nobody has collected yet still has an entry in Linux's table. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
