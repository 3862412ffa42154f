import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isContainer, type Json, type JsonObject } from '#contract/json';
import type { BundleGit, BundleProblem } from '#contract/bundle';
import type { BundleFiles } from '#ports/bundle-files';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import { applyConfigSchema, type AppliedConfig } from './apply-config-schema.ts';
import type { BundleFolder } from './discover.ts';
import { findExtensionFiles, type ExtensionFiles } from './extension-files.ts';
import { isFile } from './file-kinds.ts';
import { parseManifest, type ParsedManifest } from './parse-manifest/parse-manifest.ts';
import { hasErrors } from './problem-list.ts';
import { readUserConfig, type UserConfig } from './read-config.ts';
import { readDefinitions, type Definitions } from './read-definitions.ts';
import { readSchema } from './read-schema.ts';
import type { FirstPartyBundle, LoadedBundle } from './types.ts';

/** A state of a bundle that can be served and run. */
export type BundleVersion = {
  loaded: LoadedBundle;
  definitions: ReadonlyMap<string, ReplicantDefinition>;
  extension?: ExtensionFiles;
};

/** What is read beside the manifest. Pages don't change it. */
export type BundleParts = { config: AppliedConfig; definitions: Definitions; extension?: ExtensionFiles; git?: BundleGit };

/** What was found at one time. `version` only without errors. */
export type BundleReading = {
  name: string;
  versionText: string;
  description?: string;
  problems: BundleProblem[];
  parts?: BundleParts;
  version?: BundleVersion;
};

export type ReadContext = {
  cfgDir: string;
  files: BundleFiles;
  before?: BundleReading;
  /** Only files of its pages have changed since `before`. */
  pagesOnly?: boolean;
};

/** Reads all of a bundle in NodeCG's format. Never rejects: what is wrong is in `problems`, all of it. */
export async function readDropIn({ folder, dir }: BundleFolder, context: ReadContext): Promise<BundleReading> {
  if (dir === undefined) return unreadable(basename(folder), 'This link leads nowhere', 'Correct or remove the link.');
  const parsed = await parseManifest(dir);
  const name = parsed.name ?? basename(folder);
  const known = context.pagesOnly && context.before?.name === name ? context.before.parts : undefined;
  const parts = known ?? (await readParts({ dir, name, entry: parsed.extensionEntry }, context));
  const problems = [
    ...parsed.problems,
    ...folderProblems(folder, parsed),
    ...parts.config.problems,
    ...parts.definitions.problems,
  ];
  const reading: BundleReading = { name, versionText: parsed.version, description: parsed.description, problems, parts };
  if (hasErrors(problems) || !parsed.manifest) return reading;
  const { manifest, extensionEntry } = parsed;
  const config = parts.config.config;
  const loaded: LoadedBundle = {
    name,
    kind: 'drop-in',
    dir,
    manifest,
    config,
    extensionEntry,
    git: parts.git,
    warnings: problems,
    loadedAt: Date.now(),
  };
  return { ...reading, version: { loaded, definitions: parts.definitions.byName, extension: parts.extension } };
}

async function readParts(
  { dir, name, entry }: { dir: string; name: string; entry: string | undefined },
  context: ReadContext,
): Promise<BundleParts> {
  const [config, definitions, extension, git] = await Promise.all([
    readConfig(name, context, () => readConfigSchema(dir)),
    readDefinitions(dir),
    entry === undefined ? undefined : findExtensionFiles(dir, entry),
    context.files.readGit(dir, context.before?.parts?.git),
  ]);
  return { config, definitions, extension, git };
}

/** The same for a typed bundle: its manifest was checked when it was built. */
export async function readFirstParty(bundle: FirstPartyBundle, context: ReadContext): Promise<BundleReading> {
  const { manifest, extensionEntry, replicants } = bundle;
  const { name, version: versionText, description } = manifest;
  const dir = await realpath(bundle.dir).catch(() => bundle.dir);
  const [config, extension] = await Promise.all([
    readConfig(name, context, async () => ({ schema: bundle.configSchema, problems: [] })),
    extensionEntry === undefined ? undefined : findExtensionFiles(dir, extensionEntry),
  ]);
  const reading: BundleReading = { name, versionText, description, problems: config.problems };
  if (hasErrors(config.problems)) return reading;
  const loaded: LoadedBundle = {
    name,
    kind: 'first-party',
    dir,
    manifest,
    config: config.config,
    extensionEntry,
    warnings: config.problems,
    loadedAt: Date.now(),
    replicants,
  };
  return { ...reading, version: { loaded, definitions: replicants, extension } };
}

type ConfigSchema = { schema: Json | undefined; problems: BundleProblem[] };

async function readConfig(
  name: string,
  { cfgDir, files }: ReadContext,
  readIt: () => Promise<ConfigSchema>,
): Promise<AppliedConfig> {
  const place = { dir: cfgDir, label: 'cfg', name };
  const [user, { schema, problems }] = await Promise.all([readUserConfig(place, files), readIt()]);
  if (!user.ok) {
    const message = `Config for bundle "${name}" is invalid: ${user.error.message}`;
    return { config: {}, problems: [...problems, { ...user.error, message }] };
  }
  const applied = applyConfigSchema(name, user.value, isContainer(schema) ? (schema as JsonObject) : undefined);
  return { config: applied.config, problems: [...problems, ...applied.problems, ...ignoredProblems(user.value)] };
}

function ignoredProblems(user: UserConfig | undefined): BundleProblem[] {
  return (user?.ignored ?? []).map((file) => ({
    severity: 'warning',
    file,
    message: `${file} is ignored, because ${user?.file} is used`,
    fix: 'Keep one of the two files.',
  }));
}

async function readConfigSchema(dir: string): Promise<ConfigSchema> {
  const file = 'configschema.json';
  if (!(await isFile(join(dir, file)))) return { schema: undefined, problems: [] };
  const schema = await readSchema(dir, file);
  return schema.ok ? { schema: schema.value, problems: [] } : { schema: undefined, problems: [schema.error] };
}

function folderProblems(place: string, { name }: ParsedManifest): BundleProblem[] {
  const folder = basename(place);
  if (name === undefined || name === folder) return [];
  const message = `The folder is named "${folder}", but the bundle "${name}"`;
  return [{ severity: 'warning', file: 'package.json', field: 'name', message, fix: `Rename the folder to "${name}".` }];
}

function unreadable(folder: string, message: string, fix: string): BundleReading {
  return { name: folder, versionText: '0.0.0', problems: [{ severity: 'error', message, fix }] };
}
