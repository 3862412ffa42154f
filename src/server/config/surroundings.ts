import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What isn't in the environment: where the program is, which version it is, and where it was started. */
export type Surroundings = { projectDir: string; version: string; cwd: string };

/** Finds the project's folder upwards from this file, which is the same from `src/` and from `dist/`. */
export function findSurroundings(): Surroundings {
  let dir = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(dir, 'package.json'))) {
    const parent = path.dirname(dir);
    if (parent === dir) throw new Error('The program has no package.json above it: the installation is incomplete.');
    dir = parent;
  }
  const { version } = JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')) as { version: string };
  return { projectDir: dir, version, cwd: process.cwd() };
}
