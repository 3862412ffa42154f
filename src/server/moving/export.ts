import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { failure, success, type Result } from '#contract/result';
import type { Log } from '#ports/log';
import { exists } from './compare-trees.ts';
import { exportReplicants } from './export-replicants.ts';
import { findHolder } from './find-holder.ts';
import { findPieces, manifestOf, type PieceChoice } from './find-pieces.ts';
import { sparePort, type ReadSettings } from './keep-port.ts';
import type { OurSide } from './migrate.ts';
import { clearWorkshops, movePiece } from './move-piece.ts';
import { copyDatabase, databaseFile, openDatabaseFile, prepareSchema } from './nodecg-database.ts';
import type { Item, Report } from './report.ts';

export type ExportRequest = { to: string; choice: PieceChoice; overwrite: boolean; signal: AbortSignal };
type OpenedReplicants = Extract<Awaited<ReturnType<OurSide['openReplicants']>>, { ok: true }>['value'];

/**
 * Writes a root that NodeCG 2 opens: its database with our replicants, and the files that were asked for. In a database that exists, users,
 * keys and replicants that we don't know stay, and a copy of it as it was is kept beside it. Our side is only read. Fails with a message
 * for a person when it can't begin.
 */
export async function exportRoot(request: ExportRequest, here: OurSide, log: Log): Promise<Result<Report, string>> {
  const to = path.resolve(request.to);
  const usable = await checkTarget(to);
  if (!usable.ok) return usable;
  const locked = await here.lock();
  if (!locked.ok) return locked;
  try {
    log.info('Opening the database …');
    const replicants = await here.openReplicants();
    if (!replicants.ok) return replicants;
    try {
      return success(await run(request, { from: here.root, to, replicants: replicants.value, readSettings: here.readSettings }));
    } finally {
      await replicants.value.close();
    }
  } finally {
    await locked.value();
  }
}

type Sides = { from: string; to: string; replicants: OpenedReplicants; readSettings: ReadSettings };

async function run(request: ExportRequest, { from, to, replicants, readSettings }: Sides): Promise<Report> {
  const items: Item[] = [];
  const chosen = (['bundles', 'cfg', 'assets'] as const).filter((name) => request.choice[name]);
  const folders = chosen.map((name) => path.join(to, name));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await clearWorkshops(folders);
  const projectName = (await manifestOf(to))?.name;
  const found = await findPieces({ from, to }, request.choice);
  const pieces = request.choice.cfg ? await sparePort(found, { from, to }, readSettings) : found;
  for (const piece of pieces) {
    request.signal.throwIfAborted();
    const isProject = piece.kind === 'bundle' && piece.name === projectName;
    items.push(
      await movePiece(isProject ? { ...piece, skip: 'it is the project that NodeCG is installed into' } : piece, {
        ...request,
        apply: true,
      }),
    );
  }
  const stored = await exportDatabase(to, replicants, request.signal);
  return { command: 'export', from, to, applied: true, items: [...items, ...stored.items], warnings: stored.warnings };
}

/** The new database is made beside the old one and takes its place in one step. */
async function exportDatabase(
  to: string,
  replicants: OpenedReplicants,
  signal: AbortSignal,
): Promise<{ items: Item[]; warnings: string[] }> {
  const target = path.join(to, databaseFile);
  await mkdir(path.dirname(target), { recursive: true });
  const copy = await copyDatabase(to, path.dirname(target));
  const refuse = (detail: string) => ({
    items: [{ kind: 'replicant' as const, name: databaseFile, state: 'failed' as const, detail }],
    warnings: [],
  });
  if (!copy.ok) return refuse(copy.error);
  const draft = copy.value?.file ?? `${target}.${process.pid}.new`;
  try {
    if (!copy.value) await rm(draft, { force: true });
    const written = await write(draft, replicants, signal);
    if (!written) return refuse('it is a database of something else than NodeCG');
    // A database without replicants is one, too: the folder is NodeCG's from now on.
    if (copy.value && !written.some(({ state }) => state === 'done')) return { items: written, warnings: [] };
    const kept = copy.value ? await keep(target) : undefined;
    await putInPlace(draft, target);
    return {
      items: written,
      warnings: kept === undefined ? [] : [`The database as it was is kept: ${kept}. Users and keys are in both.`],
    };
  } finally {
    await (copy.value?.discard() ?? rm(draft, { force: true }));
  }
}

async function write(file: string, replicants: OpenedReplicants, signal: AbortSignal): Promise<Item[] | undefined> {
  const database = openDatabaseFile(file);
  try {
    database.exec('BEGIN');
    if (!prepareSchema(database)) return undefined;
    const items = await exportReplicants(database, replicants, signal);
    database.exec('COMMIT');
    return items;
  } finally {
    database.close();
  }
}

/** What a crashed NodeCG left half-written belongs to the old file: it is in the new one already, and would spoil that. */
async function putInPlace(draft: string, target: string): Promise<void> {
  const before = await stat(target).catch(() => undefined);
  const handle = await open(draft, 'r+');
  await handle.chmod((before?.mode ?? 0o644) & 0o777);
  await handle.sync().finally(() => handle.close());
  for (const end of ['-journal', '-wal', '-shm']) await rm(target + end, { force: true });
  await rename(draft, target);
}

async function keep(target: string): Promise<string> {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-').slice(0, 19);
  for (let number = 0; ; number++) {
    const kept = `${target}.before-export-${stamp}${number === 0 ? '' : `-${number}`}`;
    if (await exists(kept)) continue;
    await copyFile(target, kept);
    for (const end of ['-journal', '-wal']) if (await exists(target + end)) await copyFile(target + end, kept + end);
    return kept;
  }
}

async function checkTarget(to: string): Promise<Result<null, string>> {
  const stats = await stat(to).catch(() => undefined);
  if (stats && !stats.isDirectory()) return failure(`${to} is a file. Name a folder: NodeCG's own, or a new one.`);
  if (!stats)
    await mkdir(to, { recursive: true }).catch(() => {
      /* told below */
    });
  if (!(await exists(to))) return failure(`${to} can't be made. Name a folder that this user may write to.`);
  const holder = await findHolder(path.join(to, databaseFile));
  if (holder !== undefined)
    return failure(
      `A NodeCG (process ${holder}) runs on ${to} and would write over what is exported. Stop it and run this again.`,
    );
  return success(null);
}
