// What every command needs before it can start: the right Node, and the packages of package-lock.json. Plain Node, no packages.
import { createHash } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Prints a line that belongs to getting ready, apart from the server's own log. */
export function say(line) {
  process.stdout.write(`\u001b[2m${line}\u001b[0m\n`);
}

/** Ends the command with one readable error. */
export function stopWith(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

/**
 * npm hands SIGTERM to the shell that stands between it and us, and the shell ends without telling us: then this process gets the
 * signal, too.
 */
export function endWithNpm() {
  if (watchOfShell || process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  watchOfShell = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watchOfShell);
    process.kill(process.pid, 'SIGTERM');
  }, 200);
  watchOfShell.unref();
}

const shell = process.ppid;
let watchOfShell;

/** Node 20.19 or later: extensions written as ES modules are loaded by require(), which older versions can't. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stopWith(
    `NodeCG Next needs Node.js 20.19 or later, this is ${process.versions.node}.\nInstall the current LTS from https://nodejs.org and run the command again.`,
  );
}

/** Installs exactly what package-lock.json names, unless that has been done. No install script runs: nothing is fetched from outside the registry. */
export function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(projectDir, 'package-lock.json')))
    .digest('hex');
  const mark = path.join(projectDir, 'node_modules', '.nodecg-next-installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  say('Installing packages (once, about a minute) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: projectDir,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0)
    stopWith(
      'npm could not install the packages. Its message above says why; check the network and the free disk space, then run the command again.',
    );
  writeFileSync(mark, lock);
}

/** Runs a command in the project folder and passes its output on; the exit status. */
export function run(command, args, env = {}) {
  return (
    spawnSync(command, args, { cwd: projectDir, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
      .status ?? 1
  );
}

/** The same beside others: what it prints comes when it has ended, so that nothing is mixed. */
export function runBeside(command, args) {
  return new Promise((resolve) => {
    const printed = [];
    const child = spawn(command, args, { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
    child.once('error', (error) => resolve({ status: 1, output: String(error) }));
    child.once('close', (status) => resolve({ status: status ?? 1, output: Buffer.concat(printed).toString() }));
  });
}

/** The script of one of the packages' own commands (`package` or `package:command`). */
export function binOf(name) {
  const [packageName, command = name] = name.split(':');
  const script = JSON.parse(readFileSync(path.join(projectDir, 'node_modules', packageName, 'package.json'), 'utf8'));
  return path.join(projectDir, 'node_modules', packageName, typeof script.bin === 'string' ? script.bin : script.bin[command]);
}

/** Runs one of the project's packages' own commands without npx. */
export function runBin(name, args, env = {}) {
  return run(process.execPath, [binOf(name), ...args], env);
}
