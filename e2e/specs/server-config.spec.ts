import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../fixtures/move.ts';
import { ShowClient } from '../fixtures/nodecg-original.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

function configure(root: string, config: string): void {
  mkdirSync(path.join(root, 'cfg'), { recursive: true });
  writeFileSync(path.join(root, 'cfg/nodecg.json'), config);
}

test('[E347] [C106] only the bundles that are enabled run, also one from another folder; extensions read the whole configuration', async ({
  running,
}) => {
  const root = makeRoot(['moving-show', 'crasher']);
  mkdirSync(path.join(root, 'more/extra/graphics'), { recursive: true });
  writeFileSync(
    path.join(root, 'more/extra/package.json'),
    JSON.stringify({
      name: 'extra',
      version: '1.0.0',
      nodecg: { compatibleRange: '*', graphics: [{ file: 'a.html', width: 1, height: 1 }] },
    }),
  );
  writeFileSync(path.join(root, 'more/extra/graphics/a.html'), '<!doctype html><p>extra</p>');
  const login = { enabled: false, sessionSecret: 'a secret' };
  configure(root, JSON.stringify({ host: '0.0.0.0', bundles: { enabled: ['moving-show', 'extra'], paths: ['more'] }, login }));
  const server = await Server.start({ root });
  running.push({ stop: () => server.dispose() });
  expect((await fetch(`${server.url}/bundles/crasher/graphics/index.html`)).status).toBe(404);
  const page = await (await fetch(`${server.url}/bundles/extra/graphics/a.html`)).text();
  expect(page).toContain('<p>extra</p>');
  expect(page).not.toContain('a secret');
  const client = await ShowClient.connect(server.url);
  expect(await client.ask('config')).toMatchObject({
    server: { host: '127.0.0.1', port: server.port, baseURL: `127.0.0.1:${server.port}`, login },
  });
  client.close();
});

test('[E348] [C108] a configuration that is wrong ends the start with one message, before anything listens', async () => {
  const root = makeRoot();
  for (const [config, message] of [
    ['{"port": 1,,}', 'cfg/nodecg.json is not valid JSON'],
    ['{"login": {"twitch": {"enabled": true}}}', '"login.twitch.clientID" must be a string'],
    ['{"ssl": {"enabled": true}}', '"ssl.keyPath" must be a string'],
    ['{"bundles": {"enabled": [], "disabled": []}}', 'EITHER bundles.enabled OR bundles.disabled'],
  ] as const) {
    configure(root, config);
    const { status, output } = await Server.startAndEnd(root, {});
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(output).not.toContain('listens on');
  }
});
