// esbuild: each first-party bundle of src/bundles into dist/bundles/<name>, laid out like a drop-in bundle (dashboard/, graphics/, extension.mjs).
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { projectDir } from './prepare.mjs';

const sourceDir = path.join(projectDir, 'src/bundles');
const outputDir = path.join(projectDir, 'dist/bundles');

/** Browsers in OBS, vMix and CasparCG lag behind: the oldest that we support. */
const browser = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome103', 'safari16'],
  jsx: 'automatic',
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: 'files/[name]-[hash]',
  loader: { '.woff2': 'file', '.woff': 'file', '.png': 'file', '.svg': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  write: false,
  logLevel: 'warning',
};

function bundleNames() {
  return readdirSync(sourceDir).filter((name) => existsSync(path.join(sourceDir, name, 'bundle.ts')));
}

/** `{ score: '<dir>/score.tsx' }` for the pages directly in a folder; what they share is in its subfolders. */
function pagesIn(folder, extension) {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder).filter((file) => file.endsWith(extension) && !file.includes('.test.'));
  return Object.fromEntries(files.map((file) => [file.slice(0, -extension.length), path.join(folder, file)]));
}

/** The server injects NodeCG's API before the first script, as it does for drop-in bundles. */
function shell(page, title, hasCss) {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>${hasCss ? `\n    <link rel="stylesheet" href="${page}.css">` : ''}
    <script type="module" src="${page}.js"></script>
  </head>
  <body></body>
</html>
`;
}

/** Writes under another name and renames, so that nobody is ever served half a file; leaves equal files alone, so that only changed pages reload. */
async function writeIfChanged(file, contents) {
  const current = await readFile(file).catch(() => undefined);
  if (current?.equals(contents)) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, contents);
  await rename(`${file}.new`, file);
}

async function removeOthers(folder, keep) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !keep.has(file)) await rm(file);
  }
}

/** Chunks and pages in their order of need: a page never names a file that isn't there yet. */
function writeOutput(outdir, pages, { clean }) {
  const store = async (result) => {
    if (!result.outputFiles?.length) return;
    const files = new Map(result.outputFiles.map((file) => [file.path, Buffer.from(file.contents)]));
    for (const page of Object.keys(pages)) {
      const html = shell(page, page, files.has(path.join(outdir, `${page}.css`)));
      files.set(path.join(outdir, `${page}.html`), Buffer.from(html));
    }
    const isPage = (file) => path.dirname(file) === outdir;
    for (const first of [true, false])
      for (const [file, contents] of files) if (isPage(file) !== first) await writeIfChanged(file, contents);
    if (clean) await removeOthers(outdir, new Set(files.keys()));
  };
  return { name: 'write-output', setup: (build) => build.onEnd(store) };
}

function pageBuild(folder, pages, { minify, watch }) {
  if (Object.keys(pages).length === 0) return [];
  return [
    {
      ...browser,
      entryPoints: pages,
      outdir: folder,
      minify,
      sourcemap: watch ? 'inline' : false,
      plugins: [writeOutput(folder, pages, { clean: !watch })],
    },
  ];
}

function extensionBuild(source, output) {
  if (!existsSync(path.join(source, 'extension.ts'))) return [];
  const entryPoints = { extension: path.join(source, 'extension.ts') };
  return [
    {
      entryPoints,
      outdir: output,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: 'inline',
      write: false,
      logLevel: 'warning',
      plugins: [writeOutput(output, {}, { clean: false })],
    },
  ];
}

function buildsOf(name, options) {
  const source = path.join(sourceDir, name);
  const output = path.join(outputDir, name);
  return [
    ...pageBuild(path.join(output, 'dashboard'), pagesIn(path.join(source, 'panels'), '.tsx'), options),
    ...pageBuild(path.join(output, 'graphics'), pagesIn(path.join(source, 'graphics'), '.ts'), options),
    ...extensionBuild(source, output),
  ];
}

/**
 * Builds every first-party bundle once, or with `watch` builds and keeps building after each edit until the returned function is
 * called. Rejects when a build fails; while watching, the message is printed and the last good files stay.
 */
export async function buildBundles({ watch = false, minify = true } = {}) {
  const builds = bundleNames().flatMap((name) => buildsOf(name, { watch, minify }));
  if (!watch) {
    await Promise.all(builds.map((options) => esbuild.build(options)));
    return async () => {};
  }
  const contexts = await Promise.all(builds.map((options) => esbuild.context(options)));
  for (const context of contexts) {
    await context.rebuild().catch(() => {}); // the message is printed; the watcher builds again after the next edit
    await context.watch();
  }
  return async () => void (await Promise.all(contexts.map((context) => context.dispose())));
}

if (process.argv[1] === path.join(projectDir, 'deploy/commands/build-bundles.mjs')) {
  await buildBundles({ watch: process.argv.includes('--watch'), minify: !process.argv.includes('--watch') });
}
