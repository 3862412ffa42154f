import type { Result } from '#contract/result';
import { describeProblems } from '#server/config/env';
import { readConfig } from '#server/config/process-environment';
import { describeReport, exitCodeOf, exportRoot, migrate, type OurSide, type Report } from '#server/moving/index';
import { mayHoldReplicants, openStoredReplicants } from '#runtime/open-stored-replicants';
import { readSettings } from '#runtime/read-server-config';
import type { Config } from '#server/config/config';
import type { Log } from '#ports/log';
import { openDataFolder } from './data-folder.ts';

/* `npx nodecg migrate` and `npx nodecg export`: what deploy/commands/nodecg.mjs calls with what it has read from the command line. */

export type Output = { json?: boolean };
export type MigrateCommand = Output & { from: string; to?: string; apply?: boolean; overwrite?: boolean };
export type ExportCommand = Output & {
  from?: string;
  to: string;
  bundles?: boolean;
  cfg?: boolean;
  assets?: boolean;
  overwrite?: boolean;
};

/** Resolves with the exit status; everything is printed. */
export function runMigrate({ from, to, apply = false, overwrite = false, json }: MigrateCommand): Promise<number> {
  return runCommand({ root: to, json }, (here, log, signal) => migrate({ from, apply, overwrite, signal }, here, log));
}

/** Likewise. */
export function runExport({
  from,
  to,
  bundles = false,
  cfg = false,
  assets = true,
  overwrite = false,
  json,
}: ExportCommand): Promise<number> {
  const choice = { bundles, cfg, assets };
  return runCommand({ root: from, json }, (here, log, signal) => exportRoot({ to, choice, overwrite, signal }, here, log));
}

type Work = (here: OurSide, log: Log, signal: AbortSignal) => Promise<Result<Report, string>>;

async function runCommand({ root, json }: { root: string | undefined } & Output, work: Work): Promise<number> {
  const config = readConfig(root);
  if (!config.ok) return refuse(describeProblems(config.error));
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => end.abort());
  const log = createTerminalLog();
  try {
    const done = await work(ourSideOf(config.value, log, end.signal), log, end.signal);
    if (!done.ok) return refuse(done.error);
    const text = json ? JSON.stringify(done.value, undefined, 2) : describeReport(done.value);
    await new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()));
    return exitCodeOf(done.value);
  } catch (error) {
    if (end.signal.aborted) return refuse('Interrupted. What was brought is whole; run this again for the rest.');
    return refuse(`This did not work: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function ourSideOf(config: Config, log: Log, signal: AbortSignal): OurSide {
  return {
    root: config.root,
    lock: () => openDataFolder(config, 'and run this again'),
    readSettings,
    hasDatabase: () => mayHoldReplicants(config),
    openReplicants: () => openStoredReplicants({ config, log, signal }),
  };
}

/** The report alone goes to standard output. */
function createTerminalLog(): Log {
  const write = (line: string) => void process.stderr.write(`${line}\n`);
  return { debug: () => undefined, info: write, warn: write, error: write };
}

function refuse(message: string): 1 {
  process.stderr.write(`${message}\n`);
  return 1;
}
