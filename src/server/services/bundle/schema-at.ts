import { realpath } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import type { Log } from '#ports/log';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import { describeProblem } from './log-states.ts';
import { readDefinition } from './read-definitions.ts';

type Places = { bundlesDir: string; dirs: readonly string[] };
type SchemaPlaces = Places & { log: Log };

/**
 * The schema that a replicant's `schemaPath` names: absolute, or relative to the folder that holds `bundles`. Undefined where there is none,
 * or none that can be used; then a line in the log says why. It must lie in one of the folders `dirs`, which are real and absolute.
 */
export async function schemaAt(path: string, { bundlesDir, log, dirs }: SchemaPlaces): Promise<ReplicantDefinition | undefined> {
  const place = await schemaPlace(path, { bundlesDir, dirs });
  if (!place) {
    log.warn(`The schemaPath "${path}" names no file of a bundle, so it is not used.`);
    return undefined;
  }
  const read = await readDefinition(place.dir, relative(place.dir, place.file));
  if (!read.ok) log.warn(describeProblem(read.error));
  return read.ok ? read.value : undefined;
}

/** Where a `schemaPath` leads: the file, and which of `dirs` it is in. Undefined: nowhere in them. */
export async function schemaPlace(
  path: string,
  { bundlesDir, dirs }: Places,
): Promise<{ file: string; dir: string } | undefined> {
  const file = await realpath(resolve(dirname(bundlesDir), path)).catch(() => undefined);
  const dir = dirs.find((candidate) => file?.startsWith(candidate + sep));
  return file === undefined || dir === undefined ? undefined : { file, dir };
}
