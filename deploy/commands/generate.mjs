// Generates the database client, offline, when the schema or Prisma changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectDir, runBin, say, stopWith } from './prepare.mjs';

const generated = path.join(projectDir, 'src/server/adapters/postgres/generated');
const mark = path.join(generated, '.made-from');

function hashInputs() {
  const hash = createHash('sha256');
  for (const file of [
    'prisma/schema.prisma',
    'prisma.config.ts',
    'node_modules/prisma/package.json',
    'node_modules/@prisma/client/package.json',
  ])
    hash.update(readFileSync(path.join(projectDir, file)));
  return hash.digest('hex');
}

const inputs = hashInputs();
if (!existsSync(path.join(generated, 'client.ts')) || !existsSync(mark) || readFileSync(mark, 'utf8') !== inputs) {
  say('Generating the database client …');
  // The CLI would download its schema engine, which `generate` never runs: any executable satisfies it, and Node is there on every platform.
  const status = runBin('prisma', ['generate', '--no-hints'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  });
  if (status !== 0 || !existsSync(path.join(generated, 'client.ts')))
    stopWith('The database client could not be generated from prisma/schema.prisma; the message above says why.');
  writeFileSync(mark, inputs);
}
