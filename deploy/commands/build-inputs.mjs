// Knows what the build is made from, so that `npm start` builds only when something changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectDir } from './prepare.mjs';

const inputs = [
  'app',
  'src',
  'realtime',
  'prisma',
  'public',
  'deploy/commands',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
  'package.json',
];
const made = new Set([
  'public/nodecg-api.min.js',
  'public/socket.io',
  'public/socket.js',
  'public/api.js',
  'public/client_registration.js',
  'public/dialog_opener.js',
  'src/server/adapters/postgres/generated',
]);
const mark = path.join(projectDir, 'dist', 'build.json');

function* filesIn(relative) {
  if (made.has(relative.split(path.sep).join('/')) || /\.test\.tsx?$/.test(relative)) return;
  const absolute = path.join(projectDir, relative);
  if (!existsSync(absolute)) return;
  if (!statSync(absolute).isDirectory()) return yield relative;
  for (const name of readdirSync(absolute).sort()) yield* filesIn(path.join(relative, name));
}

/** SHA-256 over every source file that the build reads. */
export function hashInputs() {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const input of inputs)
    for (const file of filesIn(input)) hash.update(file).update(readFileSync(path.join(projectDir, file)));
  return hash.digest('hex');
}

/** True when the last finished build was made from other sources than are here now. */
export function isStale() {
  return !existsSync(mark) || JSON.parse(readFileSync(mark, 'utf8')).inputs !== hashInputs();
}

export function recordBuild(inputsHash) {
  writeFileSync(mark, `${JSON.stringify({ inputs: inputsHash })}\n`);
}
