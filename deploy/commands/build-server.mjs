// esbuild: the realtime server's processes into dist/realtime, the browser client into public/.
import path from 'node:path';
import * as esbuild from 'esbuild';
import { projectDir } from './prepare.mjs';

const from = (file) => path.join(projectDir, file);

/** The processes: each entry point is a program of its own, packages stay in node_modules. */
const processes = {
  entryPoints: {
    main: from('realtime/main.ts'),
    'extension-host': from('realtime/extensions/host/main.ts'),
    'line-worker': from('realtime/extensions/host/line-worker.ts'),
    'next-child': from('realtime/children/next-child.ts'),
  },
  outdir: from('dist/realtime'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
};

const client = {
  entryPoints: [from('src/bundles/client/entry.ts')],
  outfile: from('public/nodecg-api.min.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome103', 'safari16'],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};

/** Builds once, or builds and keeps building; `onRebuild` runs after each later build of the processes. */
export async function buildServer({ watch, onRebuild = () => {} }) {
  if (!watch) return void (await Promise.all([esbuild.build(processes), esbuild.build(client)]));
  let built = 0;
  const report = {
    name: 'report',
    setup: (build) => build.onEnd((result) => result.errors.length === 0 && built++ > 0 && onRebuild()),
  };
  const contexts = await Promise.all([esbuild.context({ ...processes, plugins: [report] }), esbuild.context(client)]);
  for (const context of contexts) {
    await context.rebuild().catch(() => {}); // the message is printed; the watcher builds again after the next edit
    await context.watch();
  }
}
