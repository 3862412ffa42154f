#!/usr/bin/env node
// npx nodecg …: moves a show over from NodeCG and back, and looks into the audit log. The work is done by dist/moving/.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, installPackages, projectDir, run, stopWith } from './prepare.mjs';

checkNode();
installPackages();
const { Command } = await import('commander');

const nodecg = new Command('nodecg')
  .description('NodeCG Next: starts the server, moves a show over from NodeCG and back, looks into the audit log.')
  .showHelpAfterError('(nodecg --help lists what there is)');

nodecg
  .command('start')
  .description('start the server, as npm start does')
  .allowUnknownOption()
  .allowExcessArguments()
  .action(() => import('./start.mjs'));

nodecg
  .command('migrate')
  .description(
    "bring bundles, cfg, assets, replicants and sound settings from NodeCG's folder; without --apply it only tells what it would do",
  )
  .argument('<old-root>', 'the folder in which NodeCG ran: it holds bundles, cfg, db and assets')
  .option('--to <root>', 'where to bring it (default: NODECG_ROOT, else the working directory)')
  .option('--apply', 'do it')
  .option('--overwrite', 'replace what differs here')
  .option('--json', 'print the report as JSON')
  .action(async (from, options) => exit((await load()).runMigrate({ from, ...options })));

nodecg
  .command('export')
  .description('write a folder that NodeCG 2 opens: its database with all replicants, and the assets; stop the server first')
  .requiredOption('--to <folder>', "NodeCG's folder, or a new one")
  .option('--from <root>', 'whose show (default: NODECG_ROOT, else the working directory)')
  .option('--bundles', 'bring the bundles, too')
  .option('--cfg', 'bring the configuration, too')
  .option('--all', 'bring bundles and configuration, too')
  .option('--no-assets', 'leave the assets out')
  .option('--overwrite', 'replace files that differ there')
  .option('--json', 'print the report as JSON')
  .action(async ({ all, ...options }) =>
    exit((await load()).runExport({ ...options, ...(all ? { bundles: true, cfg: true } : {}) })),
  );

const audit = nodecg.command('audit').description('look into the audit log, while the server runs or not');

audit
  .command('verify')
  .description('look through the whole log: 0 is whole, 1 is broken (the first bad entry is named), 2 could not be looked at')
  .option('--root <root>', 'whose show (default: NODECG_ROOT, else the working directory)')
  .option('--json', 'print the verdict as JSON')
  .action(async (options) => exit((await load('auditing')).runAuditVerify(options)));

audit
  .command('export')
  .description('write the entries, newest first')
  .requiredOption('--format <format>', 'jsonl or csv')
  .option('--root <root>', 'whose show (default: NODECG_ROOT, else the working directory)')
  .option('--out <file>', 'where to (default: standard output)')
  .option('--text <text>', 'only where this occurs in who, on what, address or reason')
  .option('--actor <name>', 'only by this person, key or program')
  .option('--action <action>', 'only this action, or this area: "user."')
  .option('--result <result>', 'only ok, refused or failed')
  .option('--since <time>', 'only from then on, such as 2026-11-26T20:00')
  .option('--until <time>', 'only until then')
  .action(async (options) => exit((await load('auditing')).runAuditExport(options)));

const elsewhere = {
  setup:
    'NodeCG Next is this folder itself: "git pull" brings the newest version, and "npm start" installs, builds and starts it.',
  install:
    'Put the bundle into bundles/ (git clone … bundles/<name>), run "npm install --omit=dev" in it, and it is on air: no restart.',
  uninstall: 'Remove the folder bundles/<name>. Its replicants and assets stay, for when it comes back.',
  defaultconfig: 'Defaults of configschema.json count without a file. To change one write it into cfg/<bundle>.json.',
  'schema-types': 'Run "npx json-schema-to-typescript -i bundles/<name>/schemas -o bundles/<name>/src/types/schemas".',
};
for (const [name, advice] of Object.entries(elsewhere))
  nodecg
    .command(name)
    .description('(of the old command line: tells what to do instead)')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => stopWith(`"nodecg ${name}" is not needed here. ${advice}`));

async function load(name = 'moving') {
  const generated = path.join(projectDir, 'src/server/adapters/postgres/generated');
  const built = path.join(projectDir, `dist/moving/${name}.mjs`);
  const { isStale } = await import('./build-inputs.mjs');
  if (!existsSync(built) || isStale()) {
    if (!existsSync(generated) && run(process.execPath, [path.join(projectDir, 'deploy/commands/generate.mjs')]) !== 0)
      stopWith('The database client could not be generated; the message above says why.');
    const { buildMoving } = await import('./build-server.mjs');
    await buildMoving();
  }
  return import(pathToFileURL(built).href);
}

async function exit(status) {
  process.exit(await status);
}

await nodecg.parseAsync();
