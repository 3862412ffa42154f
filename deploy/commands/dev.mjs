// npm run dev: watches everything. Server code restarts the server, bundles and pages reload by themselves, Next runs in development mode.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { checkNode, endWithNpm, installPackages, projectDir, run, say, stopWith } from './prepare.mjs';

checkNode();
endWithNpm();
installPackages();
if (run(process.execPath, [path.join(projectDir, 'deploy/commands/generate.mjs')]) !== 0)
  stopWith('The database client could not be generated; the message above says why.');
const { buildServer } = await import('./build-server.mjs');
const { buildBundles } = await import('./build-bundles.mjs');

// What is built from here on is for development: the next `npm start` builds anew.
rmSync(path.join(projectDir, 'dist/build.json'), { force: true });

let server;
let isBuilt = false;
let ending = false;
let restarting = false;

/** In a session of its own, so that Ctrl-C reaches it once, through us; with a channel, so that it ends when we are killed. */
function startServer() {
  server = spawn(process.execPath, ['--enable-source-maps', path.join(projectDir, 'dist/realtime/main.mjs')], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
    env: { ...process.env, NODE_ENV: 'development', NODECG_DEV: '1' },
  });
  server.once('exit', (status) => {
    if (ending) process.exit(status ?? 0);
    if (restarting) {
      restarting = false;
      return startServer();
    }
    say(`The server ended with status ${status}. It starts again after the next edit of its source.`);
    server = undefined;
  });
}

function restartServer() {
  if (!isBuilt || ending || restarting) return;
  if (!server) return startServer();
  say('The source has changed: the server starts again …');
  restarting = true;
  server.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    ending = true;
    if (!server) process.exit(0);
    server.kill(signal);
  });

await Promise.all([buildBundles({ watch: true, minify: false }), buildServer({ watch: true, onRebuild: restartServer })]);
isBuilt = true;
if (!ending) startServer();
