import { join } from 'node:path';
import { z } from 'zod';
import type { PanelView } from '#contract/bundle';
import { isFile } from '../file-kinds.ts';
import { readBounded } from '../read-bounded.ts';
import { insideFolder, urlPath } from '../inside-folder.ts';
import type { FieldPath } from '../problem-list.ts';
import { checkFolderAndField, listItems, reportIssues, requiredText, type ManifestContext } from './manifest-context.ts';

const panelSchema = z.object({ name: requiredText(), title: requiredText(), file: requiredText() });
const buttonSchema = z.object({
  name: requiredText(),
  type: z.enum(['confirm', 'dismiss'], { error: 'must be "confirm" or "dismiss"' }),
});
const workspaceSchema = z.string().min(1).optional().catch(undefined);

const defaultColor = '#525F78';

/** `nodecg.dashboardPanels` and the files that it names. */
export async function parsePanels(context: ManifestContext): Promise<PanelView[]> {
  await checkFolderAndField(context, 'dashboard', 'dashboardPanels');
  const panels: PanelView[] = [];
  const names = new Set<string>();
  for (const { item, path } of listItems(context, 'dashboardPanels')) {
    const required = panelSchema.safeParse(item);
    if (!required.success) reportIssues(context.problems, path, required.error);
    checkName(context, path, item, names);
    checkCombinations(context, path, item);
    const file = await checkFile(context, path, item);
    const options = readOptions(context, path, item);
    if (!required.success || file === undefined) continue;
    const url = urlPath(`/bundles/${context.bundle}/dashboard/${file}`);
    panels.push({ name: required.data.name, title: required.data.title, file, url, ...options });
  }
  return panels;
}

function checkName(
  { problems, bundle }: ManifestContext,
  path: FieldPath,
  item: Record<string, unknown>,
  names: Set<string>,
): void {
  if (typeof item.name !== 'string') return;
  if (names.has(item.name))
    problems.error([...path, 'name'], `Another panel of ${bundle} is also named "${item.name}"`, 'Give each panel its own name.');
  names.add(item.name);
}

function checkCombinations({ problems }: ManifestContext, path: FieldPath, item: Record<string, unknown>): void {
  const workspace = workspaceSchema.parse(item.workspace);
  if (item.dialog && workspace)
    problems.error([...path, 'workspace'], 'A dialog can\'t have a "workspace"', 'Remove "workspace" or "dialog".');
  if (item.dialog && item.fullbleed)
    problems.error([...path, 'fullbleed'], 'A dialog can\'t be "fullbleed"', 'Remove "fullbleed" or "dialog".');
  if (item.fullbleed && workspace)
    problems.error(
      [...path, 'workspace'],
      'A "fullbleed" panel is a workspace of its own and can\'t have a "workspace"',
      'Remove "workspace" or "fullbleed".',
    );
  if (item.fullbleed && item.width)
    problems.error(
      [...path, 'width'],
      'A "fullbleed" panel fills the page and can\'t have a "width"',
      'Remove "width" or "fullbleed".',
    );
  if (workspace?.toLowerCase().startsWith('__nodecg'))
    problems.error([...path, 'workspace'], 'Workspace names that begin with "__nodecg" are reserved', 'Choose another name.');
}

async function checkFile(
  { dir, problems }: ManifestContext,
  path: FieldPath,
  item: Record<string, unknown>,
): Promise<string | undefined> {
  if (typeof item.file !== 'string' || item.file === '') return undefined;
  const field = [...path, 'file'];
  const file = insideFolder(item.file);
  if (file === undefined) {
    problems.error(field, `Panel file "${item.file}" leads out of the "dashboard" folder`, 'Give a path below "dashboard".');
    return undefined;
  }
  const onDisk = join(dir, 'dashboard', file);
  if (!(await isFile(onDisk))) {
    problems.error(
      field,
      `Panel file "dashboard/${file}" does not exist`,
      'Create it (is the bundle built?), or correct "file".',
    );
  } else if (!hasDoctype(await readBounded(onDisk).catch(() => ''))) {
    problems.error(field, `Panel file "dashboard/${file}" has no <!DOCTYPE>`, 'Begin the file with <!DOCTYPE html>.');
  }
  return file;
}

function hasDoctype(html: string): boolean {
  return /<!doctype[\s>]/i.test(html.replaceAll(/<!--.*?-->/gs, ''));
}

function readOptions(
  context: ManifestContext,
  path: FieldPath,
  item: Record<string, unknown>,
): Omit<PanelView, 'name' | 'title' | 'file' | 'url'> {
  const { problems } = context;
  if (item.workspace !== undefined && typeof item.workspace !== 'string')
    problems.warning([...path, 'workspace'], '"workspace" must be a text and is ignored', 'Write it like "workspace": "scores".');
  return {
    width: readWidth(context, path, item.width),
    headerColor: readColor(context, path, item.headerColor),
    workspace: workspaceSchema.parse(item.workspace)?.toLowerCase() ?? 'default',
    fullbleed: Boolean(item.fullbleed),
    dialog: Boolean(item.dialog),
    dialogButtons: readButtons(context, path, item.dialogButtons),
  };
}

function readWidth({ problems }: ManifestContext, path: FieldPath, width: unknown): number {
  if (width === undefined) return 1;
  if (typeof width === 'number' && Number.isInteger(width) && width >= 1 && width <= 10) return width;
  problems.warning(
    [...path, 'width'],
    `"width" is ${JSON.stringify(width)}; the panel gets width 1`,
    'Give a whole number from 1 to 10.',
  );
  return 1;
}

function readColor({ problems }: ManifestContext, path: FieldPath, color: unknown): string {
  if (color === undefined || color === '') return defaultColor;
  if (typeof color === 'string') return color;
  problems.warning(
    [...path, 'headerColor'],
    '"headerColor" must be a CSS colour and is ignored',
    `Write it like "${defaultColor}".`,
  );
  return defaultColor;
}

function readButtons({ problems }: ManifestContext, path: FieldPath, buttons: unknown): PanelView['dialogButtons'] {
  if (buttons === undefined) return [];
  const field = [...path, 'dialogButtons'];
  if (!Array.isArray(buttons)) {
    problems.warning(
      field,
      '"dialogButtons" must be a list and is ignored',
      'Write it like [{ "name": "Save", "type": "confirm" }].',
    );
    return [];
  }
  return buttons.flatMap((button: unknown, index) => {
    const parsed = buttonSchema.safeParse(button);
    if (!parsed.success) reportIssues(problems, [...field, index], parsed.error, 'warning');
    return parsed.success ? [parsed.data] : [];
  });
}
