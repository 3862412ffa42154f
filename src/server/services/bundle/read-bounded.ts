import { readFile, stat } from 'node:fs/promises';

/** More than any manifest, configuration, schema or page has; it is parsed in one go. */
const maxFileBytes = 4 * 1024 * 1024;

/**
 * Reads a file of a bundle. Rejects as `readFile` does, and with `ENOTFILE` for what could block or never end (a pipe, a device) and
 * `EFBIG` for what is larger than 4 MiB.
 */
export async function readBounded(path: string): Promise<string> {
  const stats = await stat(path);
  if (!stats.isFile() && !stats.isDirectory()) throw Object.assign(new Error(`${path} is not a file`), { code: 'ENOTFILE' });
  if (stats.size > maxFileBytes && stats.isFile())
    throw Object.assign(new Error(`${path} is larger than ${maxFileBytes} bytes`), { code: 'EFBIG' });
  return readFile(path, 'utf8');
}
