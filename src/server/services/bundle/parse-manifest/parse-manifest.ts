import { join } from 'node:path';
import type { BundleProblem } from '#contract/bundle';
import { createProblemList, hasErrors, type ProblemList } from '../problem-list.ts';
import { readJsonFile, type FileProblem } from '../read-json-file.ts';
import type { Manifest } from '../types.ts';
import { parseAccess } from './parse-access.ts';
import { checkKeys, misspelt, sectionKeys } from './check-keys.ts';
import { findExtension } from './find-extension.ts';
import { isRecord, type ManifestContext } from './manifest-context.ts';
import { parseGraphics } from './parse-graphics.ts';
import { parseCompatibleRange, parseDependencies, parseName, parseVersion } from './parse-identity.ts';
import { parseAssetCategories, parseMounts, parseSoundCues } from './parse-media.ts';
import { parsePanels } from './parse-panels.ts';

export type ParsedManifest = {
  /** The package's name; undefined where it has none that can be used. */
  name?: string;
  version: string;
  description?: string;
  /** Every error and warning, not only the first. */
  problems: BundleProblem[];
  /** Only without errors. */
  manifest?: Manifest;
  extensionEntry?: string;
};

/** Reads `package.json` of a bundle in NodeCG's format and checks the files that it names. `dir` is absolute. Never rejects. */
export async function parseManifest(dir: string): Promise<ParsedManifest> {
  const file = await readJsonFile(join(dir, 'package.json'), 'package.json');
  if (!file.ok) return withoutManifest(explainMissing(file.error.problem, file.error.kind));
  const { value, text } = file.value;
  if (!isRecord(value))
    return withoutManifest({
      severity: 'error',
      file: 'package.json',
      message: 'package.json must be an object',
      fix: 'Write it like { "name": …, "nodecg": { … } }.',
    });
  const problems = createProblemList('package.json', text);
  const identity = {
    name: parseName(value, problems),
    version: parseVersion(value, problems),
    description: textOf(value.description),
  };
  const extensionEntry = await findExtension(dir, problems.all);
  if (!isRecord(value.nodecg)) {
    reportNoSection(value, problems);
    return { ...identity, problems: problems.all };
  }
  const parts = await parseSection({ dir, bundle: identity.name ?? '', section: value.nodecg, problems });
  const access = parseAccess(value, parts.panels, problems);
  if (hasErrors(problems.all) || identity.name === undefined) return { ...identity, problems: problems.all };
  const manifest: Manifest = { ...identity, name: identity.name, ...parts, ...(access && { access }), raw: value };
  return { ...identity, problems: problems.all, manifest, extensionEntry };
}

function reportNoSection(value: Record<string, unknown>, problems: ProblemList): void {
  const typo = Object.hasOwn(value, 'nodecg') ? undefined : misspelt(value, 'nodecg');
  const message = 'package.json has no "nodecg" object, so this is not a bundle';
  if (typo === undefined) problems.error(['nodecg'], message, 'Add "nodecg": { "compatibleRange": "^2.0.0" }.');
  else problems.error([typo], `${message}: did you mean "nodecg" by "${typo}"?`, `Rename "${typo}" to "nodecg".`);
}

async function parseSection(context: ManifestContext): Promise<Omit<Manifest, 'name' | 'version' | 'description' | 'raw'>> {
  const { section, problems } = context;
  checkKeys(problems, ['nodecg'], section, sectionKeys);
  return {
    compatibleRange: parseCompatibleRange(section, problems),
    bundleDependencies: parseDependencies(section, problems),
    panels: await parsePanels(context),
    graphics: await parseGraphics(context),
    mounts: await parseMounts(context),
    assetCategories: parseAssetCategories(context),
    soundCues: await parseSoundCues(context),
    transformBareModuleSpecifiers: readBareSpecifiers(section, problems),
  };
}

function readBareSpecifiers(section: Record<string, unknown>, problems: ProblemList): boolean {
  if (!section.transformBareModuleSpecifiers) return false;
  problems.warning(
    ['nodecg', 'transformBareModuleSpecifiers'],
    'NodeCG calls this deprecated',
    'Bundle the JavaScript, or use an import map.',
  );
  return true;
}

function explainMissing(problem: BundleProblem, kind: FileProblem['kind']): BundleProblem {
  if (kind !== 'missing') return problem;
  return {
    ...problem,
    message: 'This folder has no package.json',
    fix: 'Add a package.json with a "nodecg" object, or move the folder out of bundles/.',
  };
}

function withoutManifest(problem: BundleProblem): ParsedManifest {
  return { version: '0.0.0', problems: [problem] };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
