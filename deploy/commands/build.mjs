// npm run build: everything that `npm run serve` needs, as production.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { hashInputs, recordBuild } from './build-inputs.mjs';
import { installPackages, checkNode, projectDir, run, runBin, say, stopWith } from './prepare.mjs';

/** Builds in order of need; ends the process with a message at the first failure. */
export async function build() {
  const inputs = hashInputs();
  rmSync(path.join(projectDir, 'dist', 'build.json'), { force: true });
  const { checkPages } = await import('../checks/pages.mjs');
  const [unruled] = await checkPages();
  if (unruled !== undefined) stopWith(unruled);
  say('Building: database client …');
  if (run(process.execPath, [path.join(projectDir, 'deploy/commands/generate.mjs')]) !== 0)
    stopWith('The database client could not be generated; the message above says why.');
  say('Building: server, browser client, demo show …');
  const { buildServer } = await import('./build-server.mjs');
  const { buildBundles } = await import('./build-bundles.mjs');
  await buildServer({ watch: false });
  await buildBundles({ watch: false, minify: true });
  say('Building: dashboard …');
  if (runBin('next', ['build'], { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }) !== 0)
    stopWith('The dashboard could not be built; the message above says why.');
  recordBuild(inputs);
}

if (process.argv[1] === path.join(projectDir, 'deploy/commands/build.mjs')) {
  checkNode();
  installPackages();
  await build();
}
