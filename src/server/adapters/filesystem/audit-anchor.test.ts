import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAuditAnchor } from './audit-anchor.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'anchor-'));
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => path.join(folder, 'audit-anchor.json');
const end = { seq: 3, hash: 'abc' };

it('[AU5] is known after it was written, and missed when somebody takes it away', async () => {
  const anchor = createAuditAnchor(folder);
  expect(await anchor.read()).toEqual({ state: 'new' });
  await anchor.write(end);
  expect(await anchor.read()).toEqual({ state: 'known', anchor: end });
  expect((await readdir(folder)).sort()).toEqual(['audit-anchor.json', 'audit-secret']);
  await rm(file());
  expect(await anchor.read()).toEqual({ state: 'missing' });
});

it('[AU5] of a server that was killed while it wrote its first one nobody is accused', async () => {
  const anchor = createAuditAnchor(folder);
  await anchor.write(end);
  await rename(file(), `${file()}.new`);
  expect(await anchor.read()).toEqual({ state: 'known', anchor: end });
  await rm(path.join(folder, 'audit-secret'));
  expect(await anchor.read()).toEqual({ state: 'new' });
});
