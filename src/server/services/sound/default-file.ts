import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SoundFile } from '#contract/sound';
import type { ManifestCue } from './types.ts';

type Known = { mark: string; sum: string };

/** Describes cues' default files. Reads one again only when its time or size has changed. */
export function createDefaultFiles(): (
  bundle: { name: string; dir: string },
  cue: ManifestCue,
) => Promise<SoundFile | undefined> {
  const known = new Map<string, Known>();
  return async ({ name: bundle, dir }, cue) => {
    if (cue.defaultFile === undefined) return undefined;
    const file = path.join(dir, cue.defaultFile);
    // It may be gone for a moment while its author saves it; the manifest's own check reports one that stays away.
    const sum = await sumOf(file, known).catch(() => undefined);
    if (sum === undefined) return undefined;
    const { base, ext, name } = path.parse(file);
    return { sum, base, ext, name, url: defaultUrl(bundle, cue.name, ext), default: true };
  };
}

/** NodeCG's address of a cue's default file: as it is written, but for what would end the path. */
export function defaultUrl(bundle: string, cue: string, ext: string): string {
  return `/sound/${bundle}/${cue.replace(/[%?#/\\]/g, encodeURIComponent)}/default${ext}`;
}

async function sumOf(file: string, known: Map<string, Known>): Promise<string> {
  const { mtimeMs, size } = await stat(file);
  const mark = `${mtimeMs} ${size}`;
  const before = known.get(file);
  if (before?.mark === mark) return before.sum;
  const hash = createHash('sha1');
  await pipeline(createReadStream(file), hash);
  const sum = hash.digest('hex');
  known.set(file, { mark, sum });
  return sum;
}
