// npm run check:layers: fails on an import that docs/architecture.md doesn't allow. Type imports count too: a room that names another's types depends on it.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const aliases = JSON.parse(readFileSync(path.join(projectDir, 'package.json'), 'utf8')).imports;

/** Rooms by folder, the most specific first. */
const rooms = [
  ['contract', 'src/contract/'],
  ['config', 'src/server/config/'],
  ['ports', 'src/server/ports/'],
  ['json-schema', 'src/server/json-schema/'],
  ['services', 'src/server/services/'],
  ['adapters', 'src/server/adapters/'],
  ['trpc', 'src/server/trpc/'],
  ['auth', 'src/server/auth/'],
  ['gateway-client', 'src/server/gateway-client/'],
  ['runtime', 'src/server/runtime/'],
  ['moving', 'src/server/moving/'],
  ['sdk', 'src/bundles/sdk/'],
  ['client', 'src/bundles/client/'],
  ['bundle-index', 'src/bundles/index.ts'],
  ['bundles', 'src/bundles/'],
  ['app-api', 'app/api/'],
  ['app-api', 'app/_trpc/server.ts'], // the caller for server components
  ['app-api', 'app/(sign-in)/login/local/'],
  ['app-api', 'app/(sign-in)/logout/'],
  ['app-api', 'app/(sign-in)/_server/'], // what sign-in pages ask, and NodeCG's addresses
  ['app', 'app/'],
  ['extension-host', 'realtime/extensions/host/'],
  ['realtime', 'realtime/'],
];

/** Who may import whom, besides its own room. */
const allowed = {
  contract: [],
  config: ['contract'],
  ports: ['contract'],
  'json-schema': ['contract'],
  services: ['contract', 'ports', 'json-schema'],
  adapters: ['contract', 'ports'],
  trpc: ['contract', 'ports', 'services', 'gateway-client', 'runtime'],
  'gateway-client': ['contract', 'ports', 'services'],
  auth: ['contract', 'ports', 'gateway-client'],
  runtime: ['contract', 'config', 'ports', 'services', 'adapters', 'gateway-client', 'auth', 'bundle-index', 'sdk'],
  moving: ['contract', 'ports', 'services'],
  sdk: ['contract'],
  client: ['contract', 'sdk'],
  bundles: ['contract', 'sdk', 'client'],
  'bundle-index': ['sdk', 'bundles'],
  app: ['contract', 'trpc', 'client', 'app-api'],
  'app-api': ['contract', 'trpc', 'runtime', 'auth', 'app'],
  'extension-host': ['contract', 'client', 'json-schema'],
  realtime: ['contract', 'config', 'ports', 'services', 'runtime', 'moving', 'extension-host', 'client', 'sdk', 'bundle-index'],
};

/** Packages that only these rooms may use. */
const packages = {
  contract: /^zod$/,
  ports: /^node:stream$/,
  sdk: /^zod$/,
};

const exceptions = [
  // Tests put real neighbours together.
  (file) => /\.(test|contract)\.tsx?$|\/(test-[a-z-]+|fixtures?)\.tsx?$|-fixture(-service)?\.ts$|\/testing\//.test(file),
  // It names the generated client's type, and nothing else.
  (file) => file === 'src/server/ports/database.ts',
];

function* filesIn(folder) {
  for (const name of readdirSync(path.join(projectDir, folder))) {
    const file = `${folder}/${name}`;
    if (name === 'generated' || name === 'node_modules') continue;
    if (statSync(path.join(projectDir, file)).isDirectory()) yield* filesIn(file);
    else if (/\.tsx?$/.test(name)) yield file;
  }
}

function roomOf(file) {
  return rooms.find(([, prefix]) => file.startsWith(prefix))?.[0];
}

function targetOf(specifier, file) {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  const alias = Object.keys(aliases).find((key) => specifier.startsWith(key.replace('*', '')));
  return alias ? aliases[alias].replace('./', '').replace('*', specifier.slice(alias.length - 1)) : undefined;
}

function problemOf(file, specifier) {
  const room = roomOf(file);
  const target = targetOf(specifier, file);
  if (target === undefined) {
    if (packages[room] && !packages[room].test(specifier)) return `${room} may not use the package ${specifier}`;
    return undefined;
  }
  const other = roomOf(target);
  if (other === undefined) return `${specifier} is in no room`;
  if (other !== room) return allowed[room].includes(other) ? undefined : `${room} may not import ${other} (${specifier})`;
  if (room === 'services' && file.split('/')[3] !== target.split('/')[3])
    return `a service may not import another: pass it as a parameter (${specifier})`;
  return undefined;
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
let checked = 0;
const problems = [];
for (const folder of ['src', 'realtime', 'app']) {
  for (const file of filesIn(folder)) {
    if (exceptions.some((excepted) => excepted(file))) continue;
    checked += 1;
    for (const match of readFileSync(path.join(projectDir, file), 'utf8').matchAll(importPattern)) {
      const problem = problemOf(file, match[1] ?? match[2] ?? match[3]);
      if (problem) problems.push(`${file}: ${problem}`);
    }
  }
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`layers: ${checked} files, ${problems.length} problems\n`);
process.exit(problems.length === 0 ? 0 : 1);
