import path from 'node:path';
import { failure, success, type Result } from '#contract/result';
import type { ExtensionFault } from './host/pipe-protocol.ts';

/** True for an entry that Node can't run as it is. */
export function isTypeScript(entry: string): boolean {
  return /\.[cm]?tsx?$/.test(entry);
}

/**
 * Bundles a TypeScript extension with everything of its own into CommonJS, to be run in the entry's place; packages stay where they
 * are. Nothing is written to disk. Runs in esbuild's own process.
 */
export async function compileExtension(entry: string, bundleDir: string): Promise<Result<string, ExtensionFault>> {
  // Most servers never see a TypeScript extension: esbuild is loaded for those that do.
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      absWorkingDir: bundleDir,
      outfile: `${entry}.compiled.cjs`,
      write: false,
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      sourcemap: 'inline',
      sourcesContent: false,
      banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
      define: { 'import.meta.url': 'importMetaUrl' },
      logLevel: 'silent',
    });
    return success(outputFiles[0]?.text ?? '');
  } catch (thrown) {
    return failure(describeBuildFault(thrown, bundleDir));
  }
}

/** Node doesn't say where an ES module has its syntax error; esbuild does. Undefined where it finds none. */
export async function locateSyntaxError(entry: string, bundleDir: string): Promise<ExtensionFault | undefined> {
  const compiled = await compileExtension(entry, bundleDir);
  return compiled.ok || compiled.error.file === undefined ? undefined : compiled.error;
}

type BuildError = { text: string; location: { file: string; line: number } | null };

function describeBuildFault(thrown: unknown, bundleDir: string): ExtensionFault {
  const first = buildErrors(thrown)[0];
  if (!first)
    return { message: thrown instanceof Error ? thrown.message.replaceAll(`${bundleDir}${path.sep}`, '') : String(thrown) };
  const message = first.text.replaceAll(`${bundleDir}${path.sep}`, '');
  return first.location ? { message, file: first.location.file, line: first.location.line } : { message };
}

function buildErrors(thrown: unknown): BuildError[] {
  return thrown instanceof Error && 'errors' in thrown && Array.isArray(thrown.errors) ? (thrown.errors as BuildError[]) : [];
}
