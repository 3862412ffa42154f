import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $RefParser, type FileInfo, type ParserOptions } from '@apidevtools/json-schema-ref-parser';
import type { BundleProblem } from '#contract/bundle';
import { isContainer, type JsonObject } from '#contract/json';
import { failure, success, type Result } from '#contract/result';
import { readBounded } from './read-bounded.ts';
import { readJsonFile } from './read-json-file.ts';

/** Reads a JSON Schema of a bundle with every `$ref` inlined, so that it can travel. References may lead to files of the same bundle only. `file` is relative to `dir`. */
export async function readSchema(dir: string, file: string): Promise<Result<JsonObject, BundleProblem>> {
  const path = join(dir, file);
  const parsed = await readJsonFile(path, file);
  if (!parsed.ok) return failure(parsed.error.problem);
  const schema = parsed.value.value;
  if (!isContainer(schema) || Array.isArray(schema))
    return failure({
      severity: 'error',
      file,
      message: `${file} must be a JSON Schema object`,
      fix: 'Write it like { "type": "object", … }.',
    });
  try {
    return success(withoutTypeHints(await inline(dir, path, schema)));
  } catch (error) {
    const message = `${file} has a "$ref" that can't be followed: ${shorten(error, dir)}`;
    return failure({
      severity: 'error',
      file,
      message,
      fix: 'References may lead inside the file or to files of the same bundle.',
    });
  }
}

async function inline(dir: string, path: string, schema: JsonObject): Promise<JsonObject> {
  const options: ParserOptions = {
    resolve: { http: false, file: false, bundle: { order: 1, canRead: true, read: (info: FileInfo) => readInside(dir, info) } },
    dereference: { circular: false },
  };
  try {
    return (await new $RefParser().dereference(path, structuredClone(schema), options)) as JsonObject;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    // A schema that contains itself can't be inlined: its references are made to lead inside the one document instead.
    return (await new $RefParser().bundle(path, structuredClone(schema), { resolve: options.resolve })) as JsonObject;
  }
}

async function readInside(dir: string, info: FileInfo): Promise<string> {
  const file = await realpath(info.url.startsWith('file:') ? fileURLToPath(info.url) : decodeURIComponent(info.url));
  if (!file.startsWith((await realpath(dir)) + sep)) throw new Error('it leads out of the bundle');
  return readBounded(file);
}

/** Hints for json-schema-to-typescript at the root, as NodeCG strips them. */
function withoutTypeHints(schema: JsonObject): JsonObject {
  const { tsType: _tsType, tsEnumNames: _tsEnumNames, ...rest } = schema;
  return rest;
}

function shorten(error: unknown, dir: string): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(`${dir}${sep}`, '').split('\n')[0] ?? '';
}
