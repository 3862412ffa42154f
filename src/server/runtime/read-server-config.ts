import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createFilesystemBundleFiles } from '#adapters/filesystem/bundle-files';
import { failure, success, type Result } from '#contract/result';
import type { ServerArguments } from '#server/config/arguments';
import type { Config } from '#server/config/config';
import { applyNodecgConfig, type Applied } from '#server/config/nodecg/apply';
import { parseNodecgConfig } from '#server/config/nodecg/parse';
import { readUserConfig } from '#services/bundle/index';

/**
 * The configuration with `cfg/nodecg.{json,yaml,yml,js,config.js,cjs,mjs}` on top, read as bundles' configuration is: a file that never
 * ends is an error after some seconds. Fails with one message for a person that names the file and every problem.
 */
export async function readServerConfig(config: Config, args: ServerArguments): Promise<Result<Applied, string>> {
  const place = await placeOf(config, args.cfgPath);
  if (!place.ok) return place;
  const { cfgDir, name } = place.value;
  const read = await readSettings(cfgDir, name);
  if (!read.ok) {
    const message = read.error.message.replace(/^Config for bundle "[^"]*" is invalid: /, '');
    const line = read.error.line === undefined ? '' : ` (line ${read.error.line})`;
    return failure(describe(read.error.file ?? `cfg/${name}.*`, [`${message}${line}`]));
  }
  const file = read.value?.file ?? `cfg/${name}.json`;
  const parsed = parseNodecgConfig(read.value?.value ?? {}, args);
  if (!parsed.ok) return failure(describe(file, parsed.error));
  const applied = applyNodecgConfig({ ...config, cfgDir }, parsed.value, file);
  const ignored = (read.value?.ignored ?? []).map((other) => `${other} is ignored, because ${file} is used.`);
  return success({ ...applied, warnings: [...ignored, ...applied.warnings] });
}

/** What `nodecg.*` of this folder says, not checked yet; undefined where there is none. Never rejects. */
export function readSettings(cfgDir: string, name = 'nodecg'): ReturnType<typeof readUserConfig> {
  return readUserConfig(cfgDir, name, createFilesystemBundleFiles());
}

async function placeOf(config: Config, cfgPath: string | undefined): Promise<Result<{ cfgDir: string; name: string }, string>> {
  if (cfgPath === undefined) return success({ cfgDir: config.cfgDir, name: 'nodecg' });
  const absolute = path.resolve(config.root, cfgPath);
  const stats = await stat(absolute).catch(() => undefined);
  if (stats?.isDirectory()) return success({ cfgDir: absolute, name: 'nodecg' });
  const name = path.basename(absolute).replace(/(\.config)?\.(json|ya?ml|[cm]?js)$/, '');
  if (stats?.isFile() && name !== path.basename(absolute)) return success({ cfgDir: path.dirname(absolute), name });
  return failure(
    `--cfgPath ${cfgPath}: there is no such folder, nor a file of that name that ends in .json, .yaml, .yml or .js.`,
  );
}

function describe(file: string, problems: readonly string[]): string {
  return [
    `NodeCG Next can't start with ${file}:`,
    ...problems.map((problem) => `  ${problem}`),
    `    Correct ${file} and start again.`,
  ].join('\n');
}
