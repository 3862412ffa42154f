// npm run serve: runs what is built. The server is this very process: signals and its exit status need no go-between.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, endWithNpm, projectDir, stopWith } from './prepare.mjs';

checkNode();
endWithNpm();
const main = path.join(projectDir, 'dist', 'realtime', 'main.mjs');
if (!existsSync(main) || !existsSync(path.join(projectDir, 'dist', 'build.json')))
  stopWith('Nothing is built yet. Run `npm start` (or `npm run build` first).');
process.env.NODE_ENV ??= 'production';
await import(pathToFileURL(main).href);
