import { join } from 'node:path';
import { z } from 'zod';
import type { GraphicView } from '#contract/bundle';
import { isFile } from '../file-kinds.ts';
import { insideFolder, urlPath } from '../inside-folder.ts';
import type { FieldPath } from '../problem-list.ts';
import { checkFolderAndField, listItems, reportIssues, requiredText, type ManifestContext } from './manifest-context.ts';

// Numbers written as texts work in NodeCG, so they do here.
const pixels = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
  z
    .number({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a number of pixels') })
    .positive('must be greater than 0'),
);
const graphicSchema = z.object({ file: requiredText(), width: pixels, height: pixels });

/** `nodecg.graphics` and the files that it names. */
export async function parseGraphics(context: ManifestContext): Promise<GraphicView[]> {
  await checkFolderAndField(context, 'graphics', 'graphics');
  const graphics: GraphicView[] = [];
  const files = new Set<string>();
  for (const { item, path } of listItems(context, 'graphics')) {
    const parsed = graphicSchema.safeParse(item);
    if (!parsed.success) reportIssues(context.problems, path, parsed.error);
    const file = await checkFile(context, path, item.file, files);
    if (!parsed.success || file === undefined) continue;
    const url = urlPath(`/bundles/${context.bundle}/graphics/${file}`);
    const title = typeof item.title === 'string' && item.title !== '' ? item.title : titleOf(file);
    const { width, height } = parsed.data;
    graphics.push({ file, title, width, height, singleInstance: Boolean(item.singleInstance), url });
  }
  return graphics;
}

async function checkFile(
  { dir, bundle, problems }: ManifestContext,
  path: FieldPath,
  given: unknown,
  files: Set<string>,
): Promise<string | undefined> {
  if (typeof given !== 'string' || given === '') return undefined;
  const field = [...path, 'file'];
  const file = insideFolder(given);
  if (file === undefined) {
    problems.error(field, `Graphic file "${given}" leads out of the "graphics" folder`, 'Give a path below "graphics".');
    return undefined;
  }
  if (files.has(file))
    problems.error(field, `Another graphic of ${bundle} has the same file "${file}"`, 'Remove one of the two.');
  files.add(file);
  if (!(await isFile(join(dir, 'graphics', file)))) {
    problems.error(
      field,
      `Graphic file "graphics/${file}" does not exist`,
      'Create it (is the bundle built?), or correct "file".',
    );
  }
  return file;
}

function titleOf(file: string): string {
  const name = file.replace(/\.html?$/i, '');
  return name.replace(/\/index$/, '');
}
