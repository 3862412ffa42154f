import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { io } from 'socket.io-client';
import { expect, test } from '@playwright/test';
import { WireClient } from '../fixtures/client.ts';
import { makeRoot, projectDir, Server } from '../fixtures/server.ts';

const secret = (name: string) => `planted-${name}-9c1e`;
const serverSecrets = ['twitch', 'session', 'discord', 'realtime', 'nextauth', 'steam'].map(secret);
const liveScore = secret('live-score');
const apiLab = secret('api-lab');

let server: Server;
test.beforeAll(async () => {
  const root = makeRoot(['live-score', 'api-lab', 'webhooks']);
  const write = (file: string, content: unknown) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('cfg/nodecg.json', {
    login: {
      enabled: false,
      sessionSecret: secret('session'),
      steam: { enabled: true, apiKey: secret('steam'), allowedIds: ['1'] },
      twitch: { enabled: true, clientID: 'open', clientSecret: secret('twitch'), scope: 'user_read', allowedUsernames: ['a'] },
      discord: { enabled: true, clientID: 'open', clientSecret: secret('discord'), scope: 'identify', allowedUserIDs: ['1'] },
    },
  });
  write('cfg/live-score.json', { token: liveScore });
  write('cfg/api-lab.json', { token: apiLab });
  // Bundles that fail in ways whose messages name files.
  const manifest = (name: string) => ({ name, version: '1.0.0', nodecg: { compatibleRange: '^2.0.0' } });
  for (const [name, code] of [
    ['throws', 'module.exports = () => { throw new Error(`no file at ${__filename} in ${process.cwd()}`); };'],
    ['lacks', "require('./nothing/here.js');"],
    ['reads', "module.exports = () => require('fs').readFileSync(__dirname + '/none.txt');"],
    ['broken', 'module.exports = () => {'],
  ]) {
    write(`bundles/${name}/package.json`, manifest(name ?? ''));
    write(`bundles/${name}/extension.js`, code);
  }
  write('bundles/not-json/package.json', '{ "name": ');
  write('bundles/bad-schema/package.json', manifest('bad-schema'));
  write('bundles/bad-schema/configschema.json', '{ nope');
  server = await Server.start({ root, env: { REALTIME_SECRET: secret('realtime'), NEXTAUTH_SECRET: secret('nextauth') } });
});
test.afterAll(async () => server.dispose());

/** Where something lies on this machine is nobody's business who looks at a page. */
function placesIn(text: string): string[] {
  const plain = text.replaceAll('\\/', '/');
  return [server.root, projectDir, `${os.homedir()}/`].filter((place) => place.length > 2 && plain.includes(place));
}

const everything: Record<string, string> = {};
const keep = (from: string, text: string) => void (everything[from] = text);

test('[E496] nothing that a browser gets tells a secret, a path of this machine, or another bundle’s configuration', async ({
  page,
}) => {
  const queries = [
    'bundle.list',
    'graphic.list',
    'system.health',
    'system.about',
    'layout.read',
    'viewer.me',
    'replicant.list',
    'saved.list',
    'nothing',
  ];
  const addresses = [
    ...['/', '/workspaces/default', '/graphics', '/replicants', '/assets', '/saved', '/mixer', '/bundles', '/settings', '/none'],
    ...[
      '/health',
      '/ready',
      '/metrics',
      '/authError',
      '/instance/killed.html',
      '/internal/v1/bundle.list',
      '/bundles/throws/x',
      '/assets/a/b/c',
    ],
    ...queries.flatMap((query) => [
      `/api/trpc/${query}`,
      `/api/trpc/${query}?input=%7B%7D`,
      `/api/trpc/${query}?input=%7B%22name%22%3A1%7D`,
    ]),
    '/api/trpc/bundle.get?input=%7B%22name%22%3A%22throws%22%7D',
    '/api/auth/providers',
    '/api/auth/session',
  ];
  for (const address of addresses)
    keep(address, await (await fetch(server.url + address, { headers: { accept: 'text/html' } })).text());
  page.on(
    'response',
    (response) =>
      void response.text().then(
        (text) => keep(response.url(), text),
        () => undefined,
      ),
  );
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => keep(`socket ${Object.keys(everything).length}`, String(payload))),
  );
  for (const address of ['/', '/bundles', '/settings', '/replicants']) {
    await page.goto(server.url + address);
    await page.waitForLoadState('networkidle');
  }
  const wire = await WireClient.connect(server.url);
  for (const name of ['bundles', 'graphics:instances', 'soundEffects', 'volume:master'])
    keep(`replicant ${name}`, JSON.stringify(await wire.request('subscribe', { items: [{ namespace: 'nodecg', name }] })));
  keep('welcome', JSON.stringify(wire.welcome));
  wire.close();
  const old = io(server.url, { transports: ['websocket'], forceNew: true, reconnection: false });
  for (const name of ['bundles', 'graphics:instances']) {
    const answer = (await old
      .timeout(10_000)
      .emitWithAck('replicant:declare', { name, namespace: 'nodecg', opts: {} })
      .catch(String)) as unknown;
    keep(`NodeCG's ${name}`, JSON.stringify(answer));
  }
  old.disconnect();
  expect(Object.keys(everything).length).toBeGreaterThan(60);
  expect(everything['replicant bundles']).toContain('api-lab');
  for (const [from, text] of Object.entries(everything)) {
    // A bundle's own pages have its configuration: it is written for them.
    const others = [
      ...(from.includes('/bundles/live-score/') ? [] : [liveScore]),
      ...(from.includes('/bundles/api-lab/') ? [] : [apiLab]),
    ];
    for (const planted of [...serverSecrets, ...others]) expect(text.includes(planted), `${from} tells ${planted}`).toBe(false);
    expect(
      placesIn(text),
      `${from}: ${text.slice(Math.max(0, text.indexOf(server.root) - 200), text.indexOf(server.root) + 100)}`,
    ).toEqual([]);
  }
});

test('[E497] a page gets the configuration of its own bundle and of no other', async () => {
  const graphic = await (await fetch(`${server.url}/bundles/live-score/graphics/bug.html`)).text();
  expect(graphic).toContain(liveScore);
  expect(graphic).not.toContain(apiLab);
  const panel = await (await fetch(`${server.url}/bundles/api-lab/dashboard/two.html`)).text();
  expect(panel).toContain(apiLab);
  expect(panel).not.toContain(liveScore);
  for (const text of [graphic, panel]) {
    expect(placesIn(text)).toEqual([]);
    for (const planted of serverSecrets) expect(text).not.toContain(planted);
  }
});
