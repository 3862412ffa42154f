import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { expect, it } from 'vitest';

const seldomNeeded = ['redis', 'jose', 'next-auth', '@node-rs/bcrypt', 'otpauth', 'ldapts', '@prisma/client', 'esbuild', 'next'];

it('[G43] loads nothing at the start that only some servers need', async () => {
  const { metafile } = await build({
    entryPoints: [path.join(import.meta.dirname, 'main.ts')],
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', packages: 'external' },
    ...{ outdir: 'never-written', write: false, metafile: true, logLevel: 'silent' },
  });
  const loaded = packagesOf(metafile, 'never-written/main.js');
  expect(loaded).toContain('socket.io');
  expect(seldomNeeded.filter((name) => loaded.has(name))).toEqual([]);
}, 30_000);

/** Packages that this output loads with itself, by what it is split into. */
function packagesOf({ outputs }: Metafile, output: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(output)) return packages;
  seen.add(output);
  for (const { path: imported, kind, external } of outputs[output]?.imports ?? []) {
    if (kind !== 'import-statement') continue;
    if (external) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(imported)?.[0] ?? imported);
    else for (const name of packagesOf({ inputs: {}, outputs }, imported, seen)) packages.add(name);
  }
  return packages;
}
