// npm run dev: watches everything. Server code restarts the server, bundles and pages reload by themselves, Next runs in development mode.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { checkNode, installPackages, projectDir, run, say, stopWith } from './prepare.mjs';

checkNode();
installPackages();
if (run(process.execPath, [path.join(projectDir, 'deploy/commands/generate.mjs')]) !== 0)
  stopWith('The database client could not be generated; the message above says why.');
const { buildServer } = await import('./build-server.mjs');
const { buildBundles } = await import('./build-bundles.mjs');

let server;
let ending = false;
let restarting = false;

function startServer() {
  server = spawn(process.execPath, ['--enable-source-maps', path.join(projectDir, 'dist/realtime/main.mjs')], {
    stdio: 'inherit',
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

await Promise.all([
  buildBundles({ watch: true, minify: false }),
  buildServer({
    watch: true,
    onRebuild: () => {
      if (!server) return startServer();
      if (restarting) return;
      restarting = true;
      server.kill('SIGTERM');
    },
  }),
]);
startServer();

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    ending = true;
    if (!server) process.exit(0);
    if (signal === 'SIGTERM') server.kill('SIGTERM'); // Ctrl-C reaches the server by itself
  });
