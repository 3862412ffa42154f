import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { AuditAction, AuditResult } from '#contract/audit';
import { mayHoldReplicants } from '#runtime/open-stored-replicants';
import { openStoredAudit, type StoredAudit } from '#runtime/open-stored-audit';
import { describeProblems } from '#server/config/env';
import { readConfig } from '#server/config/process-environment';
import { exportEntries, exportFormats, verifyChain, type ExportFormat } from '#services/audit/index';
import { openDataFolder } from './data-folder.ts';

/* `npx nodecg audit verify` and `npx nodecg audit export`: what deploy/commands/nodecg.mjs calls with what it has read from the command line. */

export type VerifyCommand = { root?: string; json?: boolean };
export type ExportCommand = {
  root?: string;
  format: string;
  out?: string;
  text?: string;
  actor?: string;
  action?: AuditAction;
  result?: AuditResult;
  since?: string;
  until?: string;
};

/** 0: the log is whole. 1: it is broken, and the first bad entry is named. 2: it could not be looked at. */
export function runAuditVerify({ root, json = false }: VerifyCommand): Promise<number> {
  return withLog(root, async ({ log, anchor }) => {
    const state = await anchor.read();
    const verdict = await verifyChain({ log, anchor: state });
    if (json) await print(`${JSON.stringify({ ...verdict, anchor: state.state })}\n`);
    else if (verdict.state === 'whole')
      await print(`The audit log is whole: ${verdict.entries} entries, the last one's hash is ${verdict.lastHash}.\n`);
    else await print(`The audit log is broken at entry ${verdict.seq}. ${verdict.reason}\n`);
    if (state.state === 'new' && verdict.entries > 0)
      tell('This computer has no anchor of the log, so nobody can tell whether entries at its end are missing.');
    return verdict.state === 'whole' ? 0 : 1;
  });
}

/** 0: written. 2: it could not be. */
export function runAuditExport({ root, format, out, since, until, ...filter }: ExportCommand): Promise<number> {
  const [from, to] = [momentOf(since), momentOf(until)];
  if (!isFormat(format)) return refuse(`--format is jsonl or csv, not "${format}".`);
  if (Number.isNaN(from) || Number.isNaN(to)) return refuse('A time is given like 2026-11-26 or 2026-11-26T20:00.');
  const { text, actor: actorId, action, result } = filter;
  return withLog(root, async ({ log }) => {
    const stream = out === undefined ? process.stdout : createWriteStream(out, { mode: 0o600 });
    for await (const piece of exportEntries(log.list, { text, actorId, action, result, from, to }, format))
      if (!stream.write(piece)) await once(stream, 'drain');
    if (stream === process.stdout) return 0;
    stream.end();
    await finished(stream);
    return 0;
  });
}

async function withLog(root: string | undefined, work: (opened: StoredAudit) => Promise<number>): Promise<number> {
  const config = readConfig(root);
  if (!config.ok) return refuse(describeProblems(config.error));
  if (!(await mayHoldReplicants(config.value)))
    return refuse(`There is no database in ${config.value.dataDir}. Say with --root where the show is, or set DATABASE_URL.`);
  const isOurs = config.value.databaseUrl === undefined ? await openDataFolder(config.value) : undefined;
  const opened = await openStoredAudit({ config: config.value, report: { info: tell }, isServerRunning: isOurs?.ok === false });
  try {
    if (!opened.ok) return await refuse(opened.error);
    return await work(opened.value);
  } catch (error) {
    return await refuse(`The audit log could not be read: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (opened.ok) await opened.value.close();
    if (isOurs?.ok) await isOurs.value();
  }
}

function isFormat(text: string): text is ExportFormat {
  return (exportFormats as readonly string[]).includes(text);
}

function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function refuse(message: string): Promise<2> {
  tell(message);
  return Promise.resolve(2);
}
