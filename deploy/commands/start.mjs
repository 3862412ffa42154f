// npm start: install if needed, build if stale, serve.
import { checkNode, endWithNpm, installPackages, say } from './prepare.mjs';
import { isStale } from './build-inputs.mjs';

checkNode();
endWithNpm();
installPackages();
if (isStale()) {
  const { build } = await import('./build.mjs');
  await build();
  say('Built. Starting …');
}
await import('./serve.mjs');
