import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleProblem } from '#contract/bundle';
import { isDirectory, isFile } from '../file-kinds.ts';
import { insideFolder } from '../inside-folder.ts';
import { parseJsonText } from '../json-text.ts';
import { readBounded } from '../read-bounded.ts';
import { isRecord } from './manifest-context.ts';

const suffixes = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'];

/** The extension's entry, absolute: `extension.js`, or what `require('./extension')` finds in `extension/`; TypeScript where there is no JavaScript. */
export async function findExtension(dir: string, problems: BundleProblem[]): Promise<string | undefined> {
  const folder = join(dir, 'extension');
  const stats = await lstat(folder).catch(() => undefined);
  const isFolder = stats !== undefined && (await isDirectory(folder));
  if (stats && !isFolder) {
    problems.push(extensionError('There is a file named "extension"', 'Rename it to extension.js, or make it a folder.'));
    return undefined;
  }
  const file = await firstFile(join(dir, 'extension'));
  if (file && isFolder) {
    problems.push(extensionError(`There is both "${file.slice(dir.length + 1)}" and a folder "extension"`, 'Keep one of them.'));
    return undefined;
  }
  if (!isFolder) return file;
  const entry = (await packageMain(folder)) ?? (await firstFile(join(folder, 'index')));
  if (!entry)
    problems.push(
      extensionError(
        'The folder "extension" has no index.js',
        'Build the bundle, or add extension/index.js (or .cjs, .mjs, .ts).',
      ),
    );
  return entry;
}

async function firstFile(stem: string): Promise<string | undefined> {
  for (const suffix of suffixes) if (await isFile(stem + suffix)) return stem + suffix;
  return undefined;
}

async function packageMain(folder: string): Promise<string | undefined> {
  const parsed = parseJsonText(await readBounded(join(folder, 'package.json')).catch(() => ''));
  const main =
    parsed.ok && isRecord(parsed.value) && typeof parsed.value.main === 'string' ? insideFolder(parsed.value.main) : undefined;
  if (main === undefined) return undefined;
  const path = join(folder, main);
  return (await isFile(path)) ? path : ((await firstFile(path)) ?? (await firstFile(join(path, 'index'))));
}

function extensionError(message: string, fix: string): BundleProblem {
  return { severity: 'error', file: 'extension', message, fix };
}
