import { randomUUID } from 'node:crypto';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AssetFolder } from '#contract/asset';
import type { StoredAsset } from '#ports/asset-files';

const unfinished = '.nodecg-upload-';
const ours = `${unfinished}${randomUUID().slice(0, 8)}-`;

/** A new name for an upload that has not ended. It is a hidden file in the folder itself: only there is a rename one step. */
export function unfinishedName(): string {
  return ours + randomUUID();
}

/** True for what an earlier run of the server never ended. */
export function isLeftOver(name: string): boolean {
  return name.startsWith(unfinished) && !name.startsWith(ours);
}

/** The folder's path below `root`; undefined for names that are anything but plain ones. */
export function folderPath(root: string, { namespace, category }: AssetFolder): string | undefined {
  return isPlain(namespace) && isPlain(category) ? path.join(root, namespace, category) : undefined;
}

/** True for one visible name: no way up, down, or to what is hidden. */
export function isPlain(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[/\\\u0000-\u001f\u007f]/.test(name);
}

/** The name under which a file lies in a folder: as given, or with its accents written the other way. Undefined: neither. */
export async function findName(dir: string, base: string): Promise<string | undefined> {
  if (!isPlain(base)) return undefined;
  const exists = await lstat(path.join(dir, base)).then(
    () => true,
    () => false,
  );
  if (exists) return base;
  const normal = base.normalize('NFC');
  if (/^[\u0020-\u007e]*$/.test(normal)) return undefined;
  const names = await readdir(dir).catch((): string[] => []);
  return names.find((name) => name.normalize('NFC') === normal);
}

/** The real path of a file directly in a folder. A link that leads out of that folder is no file of it; the folder itself may be a link. */
export async function realFile(dir: string, base: string): Promise<string | undefined> {
  try {
    const [folder, file] = await Promise.all([realpath(dir), realpath(path.join(dir, base))]);
    return file.startsWith(folder + path.sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

/** What lies at a real path, under the name that it has in its folder. */
export async function describeFile(file: string, base: string): Promise<StoredAsset | undefined> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const version = `${found.ino}-${found.size}-${found.mtimeNs}`;
  return { base, size: Number(found.size), modifiedAt: Number(found.mtimeMs), version };
}
