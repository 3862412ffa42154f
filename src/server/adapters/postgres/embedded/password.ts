import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';

export type Password = { value: string; isNew: boolean };

/** The superuser's password, made once and kept in a file that only we can read. Of two that make it at the same time, both get the same. */
export async function keepPassword(file: string): Promise<Password> {
  const kept = await readPassword(file);
  if (kept) return { value: kept, isNew: false };
  const value = randomBytes(24).toString('hex');
  const fresh = `${file}.${process.pid}-${value.slice(0, 8)}`;
  await writeFile(fresh, value, { mode: 0o600 });
  try {
    await link(fresh, file); // fails when there is one, and never shows half a password
    return { value, isNew: true };
  } catch (error) {
    const other = await readPassword(file);
    if (!other) throw error;
    return { value: other, isNew: false };
  } finally {
    await rm(fresh, { force: true });
  }
}

async function readPassword(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
