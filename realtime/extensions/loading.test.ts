import { readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './test-eventually.ts';
import { createTestHosts, createWorkshop, groupOf, isAlive, type Workshop } from './test-hosts.ts';

let workshop: Workshop;
let test: ReturnType<typeof createTestHosts>;
const start = () => (test = createTestHosts(workshop));
beforeAll(async () => void (workshop = await createWorkshop()));
afterEach(() => test.hosts.close());
afterAll(() => workshop.remove());

const reports = (value: string) => `nodecg.Replicant('form').value = ${value};`;

describe('loading extensions', () => {
  it.each([
    ['CommonJS', { 'extension.js': `module.exports = (nodecg) => { ${reports('__filename.endsWith("extension.js")')} }` }],
    [
      'a transpiled default export',
      { 'extension/index.js': `exports.__esModule = true; exports.default = (nodecg) => { ${reports('true')} }` },
    ],
    [
      'ESM',
      {
        'extension.js': `export default (nodecg) => { ${reports('import.meta.url.startsWith("file:")')} }`,
        'package.json': '{"type":"module"}',
      },
    ],
    ['ESM by its file name', { 'extension.mjs': `export default (nodecg) => { ${reports('true')} }` }],
    [
      'ESM with top-level await',
      { 'extension.js': `await 0; export default (nodecg) => { ${reports('true')} }`, 'package.json': '{"type":"module"}' },
    ],
    ['an async function', { 'extension.js': `module.exports = async (nodecg) => { await null; ${reports('true')} }` }],
    [
      'TypeScript with its own modules and packages',
      {
        'extension/index.ts': `import { one } from './part'; import pkg from 'own-package'; import path from 'node:path';
          export default (nodecg: { Replicant(name: string): { value: unknown } }) => {
            ${reports('one === 1 && pkg === "own" && path.basename(__dirname) === "extension" && import.meta.url.endsWith("index.ts")')} }`,
        'extension/part.ts': 'export const one: number = 1;',
        'node_modules/own-package/index.js': 'module.exports = "own";',
      },
    ],
  ])('[X2] loads %s', async (name, files: Record<string, string>) => {
    const { hosts, gateway, status } = start();
    const bundle = await workshop.bundle(`form-${name.replace(/\W+/g, '-').toLowerCase()}`, files);
    const before = await readdir(bundle.dir, { recursive: true });
    await hosts.reconcile([groupOf(bundle)]);
    expect(status(bundle.name)).toMatchObject({ state: 'running', restarts: 0 });
    await eventually(() => gateway.value(bundle.name, 'form')).toBe(true);
    expect(await readdir(bundle.dir, { recursive: true })).toEqual(before);
  });

  it('[X1] gives each group a process, in NODECG_ROOT', async () => {
    const { hosts, gateway } = start();
    const code = `module.exports = (nodecg) => { nodecg.Replicant('where').value = { cwd: process.cwd(), pid: process.pid }; }`;
    const [a, b, c] = [
      await workshop.bundle('pid-a', { 'extension.js': code }),
      await workshop.bundle('pid-b', { 'extension.js': code }),
      await workshop.bundle('pid-c', { 'extension.js': code }),
    ];
    await hosts.reconcile([groupOf(a, b), groupOf(c)]);
    const where = (bundle: string) => gateway.value(bundle, 'where') as { cwd: string; pid: number } | undefined;
    await eventually(() => [where('pid-a'), where('pid-b'), where('pid-c')].every(Boolean)).toBe(true);
    expect(where('pid-a')).toEqual({ cwd: workshop.root, pid: hosts.pids()['pid-a+pid-b'] });
    expect(where('pid-b')).toEqual(where('pid-a'));
    expect(where('pid-c')?.pid).toBe(hosts.pids()['pid-c']);
    expect(where('pid-c')?.pid).not.toBe(where('pid-a')?.pid);
  });

  it('[X3] an extension that throws while loading has failed, with its place; the others of its group run and know', async () => {
    const { hosts, lines, states, status } = start();
    const bad = await workshop.bundle('bad', {
      'extension.js': `const fs = require('node:fs');\nmodule.exports = () => {\n  require('./lib/deep');\n};`,
      'lib/deep.js': `\nthrow new TypeError('no ' + __filename);`,
    });
    const dependent = await workshop.bundle(
      'dependent',
      { 'extension.js': `module.exports = (nodecg) => { nodecg.log.info('sees', typeof nodecg.extensions.bad); }` },
      { manifest: { nodecg: { bundleDependencies: { bad: '*' } } } },
    );
    await hosts.reconcile([groupOf(bad, dependent)]);
    expect(status('bad')).toMatchObject({
      state: 'failed',
      restarts: 0,
      lastError: { message: 'TypeError: no lib/deep.js', file: 'lib/deep.js', line: 2 },
    });
    expect(status('dependent')).toMatchObject({ state: 'running', restarts: 0 });
    await eventually(() => lines).toContain('info [dependent] sees undefined');
    expect(lines).toContain("warn [dependent] bad's extension failed to load, so nodecg.extensions['bad'] is undefined.");
    expect(states.filter((state) => state.startsWith('bad'))).toEqual(['bad starting', 'bad failed']);
  });

  it.each([
    [
      'a syntax error',
      { 'extension.js': 'module.exports = (nodecg) => {\n  const = 1;\n};' },
      { file: 'extension.js', line: 2, message: expect.stringContaining('SyntaxError') as unknown },
    ],
    [
      'a syntax error in ESM',
      { 'extension.mjs': 'export default (nodecg) => {\n  const = 1;\n};' },
      { file: 'extension.mjs', line: 2 },
    ],
    ['a TypeScript error', { 'extension.ts': 'export default () => {\n  const = 1;\n};' }, { file: 'extension.ts', line: 2 }],
    [
      'a throw in TypeScript',
      { 'extension.ts': 'type A = {\n a: 1 };\n\nexport default () => {\n  throw new Error("ts");\n};' },
      { file: 'extension.ts', line: 5, message: 'ts' },
    ],
    [
      'a missing package',
      { 'extension.js': "require('not-there');" },
      { file: 'extension.js', line: 1, message: "Cannot find module 'not-there'" },
    ],
    [
      'no function',
      { 'extension.js': 'module.exports = { a: 1 };' },
      { message: expect.stringContaining('extension.js must export a function') as unknown },
    ],
    ['a thrown string', { 'extension.js': `module.exports = () => {\n  throw 'a string';\n};` }, { message: 'threw "a string"' }],
    [
      'a top-level await that never ends',
      { 'extension.mjs': 'await new Promise(() => undefined); export default () => undefined;' },
      { message: expect.stringContaining('did not finish loading within 4 s') as unknown },
    ],
  ])('[X3] names %s, and a host in which nothing runs ends', async (name, files: Record<string, string>, lastError) => {
    const { hosts, status } = start();
    const bundle = await workshop.bundle(`fault-${name.replace(/\W+/g, '-')}`, files);
    await hosts.reconcile([groupOf(bundle)]);
    await eventually(() => status(bundle.name)).toMatchObject({ state: 'failed', restarts: 0, lastError });
    await eventually(() => hosts.pids()).toEqual({});
    expect(JSON.stringify(status(bundle.name))).not.toContain(workshop.dir);
  });

  it('[X3] what an async function has registered before it rejects goes on, and the reason is shown', async () => {
    const { hosts, gateway, status, lines } = start();
    const code = `module.exports = async (nodecg) => {
      nodecg.listenFor('ask', (_content, ack) => ack(null, 'alive'));
      await null;
      throw new Error('OBS is off');
    };`;
    await hosts.reconcile([groupOf(await workshop.bundle('rejects', { 'extension.js': code }))]);
    await eventually(() => status('rejects')).toMatchObject({
      state: 'running',
      restarts: 0,
      lastError: { message: 'OBS is off', file: 'extension.js', line: 4 },
    });
    expect(await gateway.ask('rejects', 'ask')).toEqual({ value: 'alive' });
    expect(lines.join('\n')).toMatch(/error \[rejects\] UNHANDLED PROMISE REJECTION.*OBS is off/);
  });

  it('[X11] does not wait for an extension that loads for ever before it follows the next change', async () => {
    const { hosts, gateway, status } = start();
    const stuck = groupOf(await workshop.bundle('stuck', { 'extension.js': 'for (;;);' }));
    const code = (version: number) => `module.exports = (nodecg) => { nodecg.Replicant('version').value = ${version}; }`;
    const first = groupOf(await workshop.bundle('beside', { 'extension.js': code(1) }));
    const tried = hosts.reconcile([stuck, first]);
    await eventually(() => gateway.value('beside', 'version')).toBe(1);
    await workshop.bundle('beside', { 'extension.js': code(2) });
    await hosts.reconcile([stuck, { ...first, fingerprint: '2' }]);
    expect(gateway.value('beside', 'version')).toBe(2);
    expect(status('stuck')).toMatchObject({ state: 'starting' });
    await hosts.reconcile([first]);
    expect(status('stuck')).toBeUndefined();
    await tried;
  });

  it('[X11] of changes that come while one is at work only the newest counts', async () => {
    const { hosts, gateway, states } = start();
    const code = (version: number) => `module.exports = (nodecg) => { nodecg.Replicant('version').value = ${version}; }`;
    const changes = [];
    for (let version = 1; version <= 20; version += 1) {
      const group = groupOf(await workshop.bundle('hasty', { 'extension.js': code(version) }));
      changes.push(hosts.reconcile([{ ...group, fingerprint: String(version) }]));
    }
    await Promise.all(changes);
    await eventually(() => gateway.value('hasty', 'version')).toBe(20);
    expect(states.filter((state) => state === 'hasty starting').length).toBeLessThan(20);
    expect(Object.keys(hosts.pids())).toEqual(['hasty']);
  });

  it('[X11] leaves an unchanged group alone, restarts a changed one, stops one that is gone', async () => {
    const { hosts, gateway, status, states } = start();
    const code = (version: number) => `module.exports = (nodecg) => {
      nodecg.Replicant('version').value = ${version};
      nodecg.on('serverStopping', () => { nodecg.Replicant('last-words').value = 'written by ${version}'; });
    }`;
    const edited = await workshop.bundle('edited', { 'extension.js': code(1) });
    const other = await workshop.bundle('other', { 'extension.js': code(1) });
    await hosts.reconcile([groupOf(edited), groupOf(other)]);
    const before = hosts.pids();
    await workshop.bundle('edited', { 'extension.js': code(2) });
    const startedAt = performance.now();
    await hosts.reconcile([{ ...groupOf(edited), fingerprint: '2' }, groupOf(other)]);
    const tookMs = performance.now() - startedAt;
    await eventually(() => gateway.value('edited', 'version')).toBe(2);
    expect(gateway.value('edited', 'last-words')).toBe('written by 1');
    expect(hosts.pids()['other']).toBe(before['other']);
    expect(isAlive(before['edited'] ?? 0)).toBe(false);
    expect(status('edited')).toMatchObject({ state: 'running', restarts: 0 });
    expect(tookMs).toBeLessThan(1_000);

    await hosts.reconcile([groupOf(other)]);
    expect(status('edited')).toBeUndefined();
    expect(states.at(-1)).toBe('edited stopped');
    expect(Object.keys(hosts.pids())).toEqual(['other']);
  });
});
