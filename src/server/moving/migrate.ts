import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '#ports/log';
import { failure, success, type Result } from '#contract/result';
import { exists } from './compare-trees.ts';
import { findHolder } from './find-holder.ts';
import { findPieces } from './find-pieces.ts';
import { keepPort, type ReadSettings } from './keep-port.ts';
import { migrateReplicants, type TargetReplicants } from './migrate-replicants.ts';
import { clearWorkshops, movePiece } from './move-piece.ts';
import { copyDatabase, databaseFile, openDatabaseFile, readReplicants } from './nodecg-database.ts';
import type { Item, Report } from './report.ts';

/** The side that is ours, as the electrician wires it. */
export type OurSide = {
  root: string;
  /** Takes the data folder for this process. Fails with a message for a person while a server runs on it. */
  lock(): Promise<Result<() => Promise<void>, string>>;
  /** Reads `nodecg.*` of a `cfg` folder, theirs or ours. */
  readSettings: ReadSettings;
  /** True where replicants may be stored already: only then a dry run has to look. */
  hasDatabase(): Promise<boolean>;
  /** Starts or reaches the database. The data folder must be locked. */
  openReplicants(): Promise<Result<TargetReplicants & StoredKeys & { close(): Promise<void> }, string>>;
};
export type StoredKeys = { keys(): Promise<{ namespace: string; name: string }[]> };

export type MigrateRequest = { from: string; apply: boolean; overwrite: boolean; signal: AbortSignal };

/**
 * Brings bundles, configuration, assets, replicants and sound settings of a NodeCG into our root. The old root is only read. Without
 * `apply` nothing is written. Safe to repeat and to interrupt. Fails with a message for a person when it can't begin.
 */
export async function migrate(request: MigrateRequest, here: OurSide, log: Log): Promise<Result<Report, string>> {
  const from = path.resolve(request.from);
  const known = await checkOldRoot(from);
  if (!known.ok) return known;
  const needsDatabase = request.apply || (await here.hasDatabase());
  if (!needsDatabase) return success(await run(request, { from, here, target: undefined }));
  const locked = await here.lock();
  if (!locked.ok) return locked;
  try {
    log.info('Opening the database …');
    const target = await here.openReplicants();
    if (!target.ok) return target;
    try {
      return success(await run(request, { from, here, target: target.value }));
    } finally {
      await target.value.close();
    }
  } finally {
    await locked.value();
  }
}

type Sides = { from: string; here: OurSide; target: TargetReplicants | undefined };

async function run(request: MigrateRequest, { from, here, target }: Sides): Promise<Report> {
  const to = here.root;
  const warnings = await warningsOf(from);
  const items: Item[] = [];
  const folders = ['bundles', 'cfg', 'assets'].map((name) => path.join(to, name));
  if (request.apply) {
    for (const folder of folders) await mkdir(folder, { recursive: true });
    await clearWorkshops(folders);
  }
  const found = await findPieces({ from, to }, { bundles: true, cfg: true, assets: true });
  const { pieces, warnings: portWarnings } = await keepPort(
    found,
    { from, to },
    { read: here.readSettings, overwrite: request.overwrite },
  );
  for (const piece of pieces) {
    request.signal.throwIfAborted();
    items.push(await movePiece(piece, request));
  }
  const stored = await migrateDatabase(request, { from, target });
  items.push(...stored.items);
  return {
    command: 'migrate',
    from,
    to,
    applied: request.apply,
    items,
    warnings: [...warnings, ...portWarnings, ...stored.warnings],
  };
}

async function migrateDatabase(
  request: MigrateRequest,
  { from, target }: Pick<Sides, 'from' | 'target'>,
): Promise<{ items: Item[]; warnings: string[] }> {
  const copy = await copyDatabase(from);
  if (!copy.ok) return { items: [{ kind: 'replicant', name: databaseFile, state: 'failed', detail: copy.error }], warnings: [] };
  if (!copy.value) return { items: [], warnings: [`There is no ${databaseFile}: no replicants are brought.`] };
  const database = openDatabaseFile(copy.value.file);
  try {
    const rows = readReplicants(database);
    const cause = { kind: 'import' as const, name: `NodeCG (${path.basename(from)})` };
    return { items: await migrateReplicants({ ...request, rows, target, cause }), warnings: [] };
  } catch (error) {
    if (request.signal.aborted) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    return { items: [{ kind: 'replicant', name: databaseFile, state: 'failed', detail }], warnings: [] };
  } finally {
    database.close();
    await copy.value.discard();
  }
}

async function checkOldRoot(from: string): Promise<Result<null, string>> {
  const stats = await stat(from).catch(() => undefined);
  if (!stats?.isDirectory())
    return failure(
      `${from} is not a folder. Name the folder in which NodeCG ran: the one that holds bundles, cfg, db and assets.`,
    );
  for (const name of ['bundles', 'cfg', 'assets', databaseFile]) if (await exists(path.join(from, name))) return success(null);
  return failure(
    `${from} is no NodeCG folder: it holds neither bundles, cfg, assets nor ${databaseFile}. Name the folder in which NodeCG ran.`,
  );
}

async function warningsOf(from: string): Promise<string[]> {
  const holder = await findHolder(path.join(from, databaseFile));
  return [
    ...(holder === undefined
      ? []
      : [
          `A NodeCG (process ${holder}) runs on ${from}. What it has not saved yet is not brought: stop it and run this again before the show.`,
        ]),
    ...((await exists(path.join(from, databaseFile))) || !(await exists(path.join(from, 'db', 'replicants')))
      ? []
      : ['db/replicants is the form in which NodeCG 1 stored replicants. It is not read: only db/nodecg.sqlite3 is.']),
  ];
}
