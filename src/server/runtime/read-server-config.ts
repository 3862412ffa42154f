import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createFilesystemBundleFiles } from '#adapters/filesystem/bundle-files';
import { failure, success, type Result } from '#contract/result';
import type { ServerArguments } from '#server/config/arguments';
import type { Config } from '#server/config/config';
import { applyNodecgConfig, type Applied } from '#server/config/nodecg/apply';
import { parseNodecgConfig } from '#server/config/nodecg/parse';
import { configFile, configSuffixes, readUserConfig, type ConfigPlace } from '#services/bundle/index';

/**
 * The configuration with `cfg/nodecg.{json,yaml,yml,js,config.js,cjs,mjs}` on top, read as bundles' configuration is: a file that never
 * ends is an error after some seconds. Fails with one message for a person that names the file and every problem.
 */
export async function readServerConfig(config: Config, args: ServerArguments): Promise<Result<Applied, string>> {
  const place = await placeOf(config, args.cfgPath);
  if (!place.ok) return place;
  const read = await readUserConfig(place.value, createFilesystemBundleFiles());
  const usual = configFile(place.value, place.value.suffix ?? '.json');
  if (!read.ok) {
    const line = read.error.line === undefined ? '' : ` (line ${read.error.line})`;
    return failure(describe(read.error.file ?? usual, [`${read.error.message}${line}`]));
  }
  const file = read.value?.file ?? usual;
  const parsed = parseNodecgConfig(read.value?.value ?? {}, args);
  if (!parsed.ok) return failure(describe(file, parsed.error));
  const applied = applyNodecgConfig({ ...config, cfgDir: place.value.dir }, parsed.value, file);
  const ignored = (read.value?.ignored ?? []).map((other) => `${other} is ignored, because ${file} is used.`);
  return success({ ...applied, warnings: [...ignored, ...applied.warnings] });
}

/** What `nodecg.*` of this folder says, not checked yet; undefined where there is none. Never rejects. */
export function readSettings(cfgDir: string): ReturnType<typeof readUserConfig> {
  return readUserConfig({ dir: cfgDir, label: 'cfg', name: 'nodecg' }, createFilesystemBundleFiles());
}

async function placeOf(config: Config, cfgPath: string | undefined): Promise<Result<ConfigPlace, string>> {
  if (cfgPath === undefined) return success({ dir: config.cfgDir, label: 'cfg', name: 'nodecg' });
  const absolute = path.resolve(config.root, cfgPath);
  const stats = await stat(absolute).catch(() => undefined);
  if (stats?.isDirectory()) return success({ dir: absolute, label: cfgPath, name: 'nodecg' });
  const suffix = configSuffixes.find((own) => cfgPath.endsWith(own));
  if (stats?.isFile() && suffix !== undefined) {
    const name = path.basename(absolute).slice(0, -suffix.length);
    return success({ dir: path.dirname(absolute), label: path.dirname(cfgPath), name, suffix });
  }
  return failure(
    `--cfgPath ${cfgPath}: there is no such folder, nor a file of that name that ends in .json, .yaml, .yml, .js, .cjs or .mjs.`,
  );
}

function describe(file: string, problems: readonly string[]): string {
  return [
    `NodeCG Next can't start with ${file}:`,
    ...problems.map((problem) => `  ${problem}`),
    `    Correct ${file} and start again.`,
  ].join('\n');
}
