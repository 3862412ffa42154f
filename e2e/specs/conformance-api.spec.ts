import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { open } from '../fixtures/dashboard.ts';
import { inExtension, openLab } from '../fixtures/lab.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  const root = makeRoot(['lab', 'lab-partner']);
  mkdirSync(path.join(root, 'cfg'));
  writeFileSync(path.join(root, 'cfg/lab.json'), JSON.stringify({ event: { name: 'Finals' } }));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: path.join(root, 'bundles/lab'), encoding: 'utf8' });
  git('init', '-q', '-b', 'show');
  git('add', '.');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '-q', '-m', 'First look');
  server = await Server.start({ root });
});
test.afterAll(() => server.dispose());

/** A panel as it stands in the dashboard. */
async function openPanel(page: Page): Promise<Frame> {
  await open(server, page, '/');
  const handle = await page.locator('iframe[title="Bench"]').elementHandle();
  const frame = (await handle?.contentFrame())!;
  await frame.waitForFunction(() => 'nodecg' in globalThis);
  return frame;
}

/** Tells the extension's message from the page's own. */
async function bothWays(page: Page | Frame): Promise<unknown[]> {
  const heard = page.evaluate(() => new Promise((resolve) => nodecg.listenFor('to page', resolve)));
  await expect(async () => {
    // Until the server knows of the listener.
    await inExtension(page, (extension) => extension.sendMessage('to page', { from: 'extension' }));
    expect(await Promise.race([heard, page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)))])).toBeTruthy();
  }).toPass();
  await inExtension(page, (extension, _none, kept: Record<string, unknown>) => {
    extension.listenFor('to extension', (content) => {
      kept.heard = content;
    });
  });
  await page.evaluate(() => void nodecg.sendMessage('to extension', { from: 'page' }));
  const told = () => inExtension(page, (_nodecg, _none, kept: Record<string, unknown>) => kept.heard);
  await expect.poll(told).toEqual({ from: 'page' });
  return [await heard, await told()];
}

test('[C2][C3] messages between an extension and a panel in the dashboard', async ({ page }) => {
  expect(await bothWays(await openPanel(page))).toEqual([{ from: 'extension' }, { from: 'page' }]);
});

test('[C4] messages between an extension and a graphic', async ({ page }) => {
  expect(await bothWays(await openLab(page, server.url))).toEqual([{ from: 'extension' }, { from: 'page' }]);
});

test('[C1] a handler that is no function is refused in NodeCG’s words, in pages and extensions', async ({ page }) => {
  await openLab(page, server.url);
  const text = (what: string) => `argument "handler" must be a function, but you provided a(n) ${what}`;
  const inPage = await page.evaluate(() =>
    [['m', 'lab', 3], ['m'], ['m', {}]].map((args) => {
      try {
        return Reflect.apply(nodecg.listenFor, nodecg, args) as unknown;
      } catch (error) {
        return (error as Error).message;
      }
    }),
  );
  expect(inPage).toEqual([text('number'), text('undefined'), text('object')]);
  const there = await inExtension(page, (extension) => {
    try {
      extension.listenFor('m', 'lab', 'text' as never);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(there).toBe(text('string'));
});

test('[C6][C12] all listeners of an extension run in turn and share one acknowledgement, which counts once', async ({ page }) => {
  await openLab(page, server.url);
  await inExtension(page, (extension, _none, kept: Record<string, unknown>) => {
    const seen: unknown[] = [];
    kept.seen = seen;
    type Acknowledge = ((error: unknown, value?: unknown) => void) & { handled: boolean };
    const listen = extension.listenFor as (name: string, handler: (data: unknown, acknowledge: Acknowledge) => void) => void;
    listen.call(extension, 'twice', (data, acknowledge) => {
      seen.push(['first', data, acknowledge.handled]);
      acknowledge(null, 'one');
      seen.push(acknowledge.handled);
    });
    listen.call(extension, 'twice', (data, acknowledge) => {
      seen.push(['second', data, acknowledge.handled]);
      try {
        acknowledge(null, 'two');
      } catch (error) {
        seen.push((error as Error).message);
      }
    });
  });
  expect(await page.evaluate(() => nodecg.sendMessage('twice', 7))).toBe('one');
  expect(await inExtension(page, (_nodecg, _none, kept: Record<string, unknown>) => kept.seen)).toEqual([
    ['first', 7, false],
    true,
    ['second', 7, true],
    'Acknowledgement already handled',
  ]);
});

test('[C7][C8][C9][C10][C11] acknowledgements end to end', async ({ page }) => {
  await openLab(page, server.url, 'panel');
  await inExtension(page, (extension) => {
    type Acknowledge = (error?: unknown, value?: unknown) => void;
    const listen = (name: string, handler: (acknowledge: Acknowledge) => void) =>
      extension.listenFor(name, ((_data: unknown, acknowledge: Acknowledge) => handler(acknowledge)) as never);
    listen('empty', (acknowledge) => acknowledge());
    listen('nothing', (acknowledge) => acknowledge(null));
    listen('value', (acknowledge) => acknowledge(null, [1]));
    listen('wrong', (acknowledge) => acknowledge(new Error('no such player')));
  });
  const told = await page.evaluate(async () => {
    const withCallback = (name: string) =>
      new Promise((resolve) => {
        const returned = nodecg.sendMessage(name, null, (error, value) => resolve([returned, error?.message, value]));
      });
    const rejected = await Promise.resolve(nodecg.sendMessage('wrong')).catch((error: Error) => [error.message]);
    return [
      (await nodecg.sendMessage('empty')) === undefined,
      (await nodecg.sendMessage('nothing')) ?? 'none',
      await nodecg.sendMessage('value'),
      rejected,
      await withCallback('value'),
      await withCallback('wrong'),
    ];
  });
  expect(told).toEqual([
    true,
    'none',
    [1],
    ['no such player'],
    [undefined, undefined, [1]],
    [undefined, 'no such player', undefined],
  ]);
});

test('[C5][C13][C14] a page hears its own message as often as it listens, until it unlistens', async ({ page }) => {
  await openLab(page, server.url);
  const told = await page.evaluate(async () => {
    const heard: unknown[] = [];
    const first = (data: unknown) => void heard.push(['first', data]);
    nodecg.listenFor('own', first);
    nodecg.listenFor('own', 'lab', (data) => void heard.push(['second', data]));
    void nodecg.sendMessage('own');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const ends = [nodecg.unlisten('own', first), nodecg.unlisten('own', first)];
    void nodecg.sendMessageToBundle('own', 'lab', 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [heard, ends];
  });
  expect(told).toEqual([
    [
      ['first', undefined],
      ['second', undefined],
      ['second', 2],
    ],
    [true, false],
  ]);
});

test('[C15][C16][C17][C18][C19] what a page and an extension know of their bundle and the server', async ({ page }) => {
  const root = path.join(server.root, 'bundles/lab');
  const git = (format: string) =>
    execFileSync('git', ['log', '-1', `--format=${format}`], { cwd: root, encoding: 'utf8' }).trim();
  const commit = { branch: 'show', hash: git('%H'), message: 'First look' };
  for (const kind of ['graphic', 'panel'] as const) {
    await openLab(page, server.url, kind);
    const facts = await page.evaluate(() => {
      const logger = new nodecg.Logger('named');
      return {
        version: nodecg.bundleVersion,
        git: nodecg.bundleGit,
        config: nodecg.config,
        frozen: [nodecg.config, nodecg.config.logging, nodecg.bundleConfig].map(Object.isFrozen),
        isFresh: nodecg.config !== nodecg.config,
        bundleConfig: nodecg.bundleConfig,
        logger: [logger.name, typeof logger.replicants],
      };
    });
    expect(facts).toMatchObject({ version: '0.0.1', git: commit, bundleConfig: { event: { name: 'Finals' } } });
    expect(git('%H').startsWith(facts.git!.shortHash) && facts.git!.shortHash.length >= 7).toBe(true);
    expect(Date.parse(facts.git!.date!)).toBe(Date.parse(git('%cI')));
    expect(facts).toMatchObject({ frozen: [true, true, true], isFresh: true, logger: ['named', 'function'] });
    expect(facts.config).toMatchObject({
      host: '127.0.0.1',
      port: server.port,
      baseURL: `127.0.0.1:${server.port}`,
      logging: { console: { enabled: true, level: 'info' }, file: { enabled: false } },
      login: { enabled: false },
      sentry: { enabled: false },
      ssl: { enabled: false },
    });
    expect(JSON.stringify(facts.config)).not.toMatch(/secret|password|\/tmp\//i);
  }
  const there = await inExtension(page, (extension) => ({
    version: extension.bundleVersion,
    git: extension.bundleGit,
    bundleConfig: extension.bundleConfig,
    port: extension.config.port,
    logger: new extension.Logger('named').name,
  }));
  expect(there).toMatchObject({ version: '0.0.1', git: commit, bundleConfig: { event: { name: 'Finals' } }, port: server.port });
});

test('[C21] an extension reaches what another one returned', async ({ page }) => {
  await openLab(page, server.url);
  expect(await page.evaluate(() => nodecg.sendMessageToBundle('greet', 'lab-partner', 'Ada'))).toBe('hello Ada');
});

test('[C28][A9.12] a replicant needs a name; NodeCG.declaredReplicants is there', async ({ page }) => {
  await openLab(page, server.url);
  const told = await page.evaluate(() => {
    nodecg.Replicant('one');
    const declared = NodeCG.declaredReplicants;
    try {
      nodecg.Replicant('');
    } catch (error) {
      return [(error as Error).message, declared.lab?.one === nodecg.Replicant('one')];
    }
    return [];
  });
  expect(told).toEqual(['Must supply a name when instantiating a Replicant', true]);
});
