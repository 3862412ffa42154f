import { join } from 'node:path';
import { z } from 'zod';
import type { AssetCategory, Mount, SoundCue } from '../types.ts';
import { isDirectory, isFile } from '../file-kinds.ts';
import { insideFolder } from '../inside-folder.ts';
import type { FieldPath } from '../problem-list.ts';
import { listItems, reportIssues, requiredText, type ManifestContext } from './manifest-context.ts';

const categorySchema = z.object({
  name: requiredText(),
  title: requiredText(),
  allowedTypes: z
    .array(z.string({ error: 'must be a file extension like "png"' }), { error: 'must be a list of file extensions' })
    .optional(),
});
// An empty endpoint is used by real bundles: it serves below /bundles/<bundle>/ itself.
const mountSchema = z.object({
  directory: requiredText(),
  endpoint: z.string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a text') }),
});
const cueSchema = z.object({ name: requiredText() });

/** `nodecg.assetCategories` */
export function parseAssetCategories(context: ManifestContext): AssetCategory[] {
  const names = new Set<string>();
  return listItems(context, 'assetCategories').flatMap(({ item, path }) => {
    const parsed = categorySchema.safeParse(item);
    if (!parsed.success) reportIssues(context.problems, path, parsed.error);
    const name = typeof item.name === 'string' ? item.name : '';
    if (name.toLowerCase() === 'sounds') {
      context.problems.error([...path, 'name'], 'The asset category "sounds" is reserved for sound cues', 'Choose another name.');
    }
    if (name !== '' && names.has(name))
      context.problems.error(
        [...path, 'name'],
        `Another asset category is also named "${name}"`,
        'Give each category its own name.',
      );
    names.add(name);
    return parsed.success ? [parsed.data] : [];
  });
}

/** `nodecg.mount` */
export async function parseMounts(context: ManifestContext): Promise<Mount[]> {
  const mounts: Mount[] = [];
  for (const { item, path } of listItems(context, 'mount')) {
    const parsed = mountSchema.safeParse(item);
    if (!parsed.success) {
      reportIssues(context.problems, path, parsed.error);
      continue;
    }
    const directory = insideFolder(parsed.data.directory);
    if (directory === undefined) {
      context.problems.error(
        [...path, 'directory'],
        `"${parsed.data.directory}" leads out of the bundle`,
        'Give a folder inside the bundle.',
      );
      continue;
    }
    if (!(await isDirectory(join(context.dir, directory)))) {
      context.problems.warning(
        [...path, 'directory'],
        `The folder "${directory}" does not exist`,
        'Create it (is the bundle built?), or correct "directory".',
      );
    }
    mounts.push({ directory, endpoint: parsed.data.endpoint.replace(/\/+$/, '').replace(/^\/+/, '') });
  }
  return mounts;
}

/** `nodecg.soundCues` */
export async function parseSoundCues(context: ManifestContext): Promise<SoundCue[]> {
  const cues: SoundCue[] = [];
  for (const { item, path } of listItems(context, 'soundCues')) {
    const parsed = cueSchema.safeParse(item);
    if (!parsed.success) reportIssues(context.problems, path, parsed.error);
    const defaultFile = await readDefaultFile(context, path, item.defaultFile);
    const defaultVolume = readVolume(context, path, item.defaultVolume);
    const channels = readChannels(context, path, item.channels);
    if (!parsed.success) continue;
    const assignable = item.assignable === undefined || Boolean(item.assignable);
    cues.push({
      name: parsed.data.name,
      assignable,
      ...(defaultVolume !== undefined && { defaultVolume }),
      ...(defaultFile !== undefined && { defaultFile }),
      ...(channels !== undefined && { channels }),
    });
  }
  return cues;
}

async function readDefaultFile({ dir, problems }: ManifestContext, path: FieldPath, given: unknown): Promise<string | undefined> {
  if (given === undefined || given === '') return undefined;
  const field = [...path, 'defaultFile'];
  const file = typeof given === 'string' ? insideFolder(given) : undefined;
  if (file === undefined)
    problems.error(field, '"defaultFile" must be a path inside the bundle', 'Write it like "sounds/bell.mp3".');
  else if (!(await isFile(join(dir, file))))
    problems.error(field, `Sound file "${file}" does not exist`, 'Add it, or correct "defaultFile".');
  return file;
}

function readVolume({ problems }: ManifestContext, path: FieldPath, volume: unknown): number | undefined {
  // NodeCG takes 0 for "not given".
  if (!volume) return undefined;
  if (typeof volume === 'number') return Math.min(100, Math.max(0, volume));
  problems.warning(
    [...path, 'defaultVolume'],
    '"defaultVolume" must be a number from 0 to 100 and is ignored',
    'Write it like 80.',
  );
  return undefined;
}

function readChannels({ problems }: ManifestContext, path: FieldPath, channels: unknown): number | undefined {
  if (channels === undefined) return undefined;
  if (typeof channels === 'number' && Number.isInteger(channels) && channels > 0) return channels;
  problems.warning(
    [...path, 'channels'],
    '"channels" must be a whole number above 0 and is ignored',
    'Write how often the cue may sound at once, like 4.',
  );
  return undefined;
}
