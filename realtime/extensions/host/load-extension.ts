import Module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import type { HostedBundle } from './pipe-protocol.ts';

/** What NodeCG calls an extension: it gets the API and returns what dependent bundles may use. */
export type ExtensionFunction = (nodecg: unknown) => unknown;

/** Loads a bundle's extension from where it is, with its own node_modules: CommonJS, ESM or compiled TypeScript. Throws what loading throws. */
export async function loadExtension(bundle: HostedBundle): Promise<ExtensionFunction> {
  const loaded = bundle.code === undefined ? await loadFile(bundle.entry) : runCode(bundle.entry, bundle.code);
  const extension = functionIn(loaded);
  if (extension) return extension;
  const file = path.relative(bundle.dir, bundle.entry);
  throw new TypeError(
    `${file} must export a function: "module.exports = (nodecg) => { … }" or "export default (nodecg) => { … }". It exports ${nameOf(loaded)}.`,
  );
}

async function loadFile(entry: string): Promise<unknown> {
  if (entry.endsWith('.mjs')) return import(pathToFileURL(entry).href);
  try {
    return createRequire(entry)(entry) as unknown;
  } catch (thrown) {
    if (!needsImport(thrown)) throw thrown;
    return import(pathToFileURL(entry).href);
  }
}

/** ESM that `require` can't load: with top-level await, or on a Node that can't require ESM at all. */
function needsImport(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return code === 'ERR_REQUIRE_ESM' || code === 'ERR_REQUIRE_ASYNC_MODULE';
}

/** Runs as if the code were in the entry's file: its `require`, `__dirname` and stack are the bundle's. */
function runCode(entry: string, code: string): unknown {
  const module = new Module(entry) as Module & { _compile(code: string, filename: string): void };
  module.filename = entry;
  module.paths = (Module as unknown as { _nodeModulePaths(dir: string): string[] })._nodeModulePaths(path.dirname(entry));
  module._compile(code, entry);
  module.loaded = true;
  return module.exports as unknown;
}

/** The module itself, its default export, or that of a transpiled module inside it. */
function functionIn(loaded: unknown): ExtensionFunction | undefined {
  let candidate = loaded;
  for (let depth = 0; depth < 3; depth += 1) {
    if (typeof candidate === 'function') return candidate as ExtensionFunction;
    if (typeof candidate !== 'object' || candidate === null || !('default' in candidate)) return undefined;
    candidate = candidate.default;
  }
  return undefined;
}

function nameOf(loaded: unknown): string {
  if (typeof loaded !== 'object' || loaded === null) return loaded === null ? 'null' : `a ${typeof loaded}`;
  const names = Object.keys(loaded);
  return names.length === 0 ? 'nothing' : `an object with ${names.slice(0, 5).join(', ')}`;
}
