import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Validate } from '#bundles/client/local-value';
import type { Json } from '#contract/json';
import type { Check } from '#server/json-schema/compile-schema';

export type CompileValidator = (schema: Json) => Validate;

/**
 * Makes invalid writes throw at once, as in NodeCG. The validator costs each host 50 ms and 9 MB, so it is loaded before the extensions
 * only where one of the bundles has schemas; a replicant of another bundle that turns out to have one is checked here from a moment
 * later on. The server checks every write in any case.
 */
export async function loadSchemaCompiler(bundleDirs: readonly string[]): Promise<CompileValidator> {
  let compile: ((schema: Json) => Check | undefined) | undefined;
  const load = async () => {
    const { compileCheck } = await import('#server/json-schema/compile-schema');
    compile = (schema) => {
      const compiled = compileCheck(schema);
      // The server has reported it.
      return compiled.ok ? compiled.value : undefined;
    };
  };
  if (bundleDirs.some((dir) => existsSync(path.join(dir, 'schemas')))) await load();
  return (schema) => {
    let check = compile?.(schema);
    if (!compile) void load().then(() => (check = compile?.(schema)));
    return (value) => check?.(value as Json | undefined);
  };
}
