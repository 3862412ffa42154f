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

/** What the command line needs, apart from the processes: building it never touches what a running server may still load. */
const moving = {
  ...processes,
  entryPoints: { moving: from('realtime/moving.ts'), auditing: from('realtime/auditing.ts') },
  outdir: from('dist/moving'),
  splitting: false,
};

/** Our server offers no WebTransport, and its code is 3 % of what a graphic loads. */
const withoutWebTransport = {
  name: 'without-webtransport',
  setup: (build) =>
    build.onLoad({ filter: /engine\.io-client.*transports.webtransport\.js$/ }, () => ({ contents: 'export class WT {}' })),
};

const client = {
  plugins: [withoutWebTransport],
  outdir: from('public'),
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome103', 'safari16'],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};

const clientDir = 'src/bundles/client';

/** Scripts that stand alone, and those that use the `io` of `/socket.io/socket.io.js`. */
const clients = [
  {
    ...client,
    entryPoints: {
      'nodecg-api.min': from(`${clientDir}/entries/all-in-one.ts`),
      'socket.io/socket.io': from(`${clientDir}/entries/socket-io.ts`),
      'nodecg-sounds': from(`${clientDir}/entries/sounds.ts`),
    },
  },
  {
    ...client,
    entryPoints: {
      socket: from(`${clientDir}/entries/socket.ts`),
      api: from(`${clientDir}/entries/api.ts`),
      client_registration: from(`${clientDir}/entries/client-registration.ts`),
      dialog_opener: from(`${clientDir}/dialog-opener.ts`),
    },
    alias: { 'socket.io-client': from(`${clientDir}/global-io.ts`) },
  },
  // Imported by pages whose replicants have schemas.
  { ...client, entryPoints: { 'nodecg-schemas.min': from('src/server/json-schema/browser.ts') }, format: 'esm' },
];

/** Builds once, or builds and keeps building; `onRebuild` runs after each later build of the processes. */
export async function buildServer({ watch, onRebuild = () => {} }) {
  if (!watch) return void (await Promise.all([processes, moving, ...clients].map((options) => esbuild.build(options))));
  await Promise.all([buildAndWatch(processes, onRebuild), ...clients.map((options) => buildAndWatch(options, () => {}))]);
}

/** For the command line alone. */
export async function buildMoving() {
  await esbuild.build(moving);
}

/** Resolves after the first build, also of one that failed: its message is printed, and the next edit builds again. */
async function buildAndWatch(options, onRebuild) {
  let isFirst = true;
  await new Promise((resolve, reject) => {
    const report = {
      name: 'report',
      setup: (build) =>
        build.onEnd(({ errors }) => {
          if (!isFirst && errors.length === 0) onRebuild();
          isFirst = false;
          resolve();
        }),
    };
    esbuild
      .context({ ...options, plugins: [report] })
      .then((context) => context.watch())
      .catch(reject);
  });
}
