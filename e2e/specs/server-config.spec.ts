import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

type Line = { level: string; msg: string; time?: string };
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

const allLevels = ['debug', 'info', 'warn', 'error'];
const from = (level: string) => allLevels.slice(allLevels.indexOf(level));
const logPath = 'Protokolle/von heute.log';

for (const { what, logging, console, file } of [
  {
    what: 'each its own level, timestamps on one',
    logging: {
      console: { enabled: true, level: 'warn', timestamps: false },
      file: { enabled: true, level: 'debug', path: logPath },
    },
    console: { levels: from('warn'), isTimed: false },
    file: { levels: from('debug'), isTimed: true },
  },
  {
    what: 'the console is off, the file has no timestamps',
    logging: {
      console: { enabled: false, level: 'verbose' },
      file: { enabled: true, level: 'error', timestamps: false, path: logPath },
    },
    console: { levels: [], isTimed: false },
    file: { levels: from('error'), isTimed: false },
  },
  {
    what: 'everything is silent',
    logging: { console: { level: 'silent' }, file: { enabled: true, level: 'silent', path: logPath } },
    console: { levels: [], isTimed: false },
    file: undefined,
  },
  {
    what: 'the file is off',
    logging: { console: { level: 'verbose' }, file: { enabled: false, level: 'verbose', path: logPath } },
    console: { levels: from('debug'), isTimed: true },
    file: undefined,
  },
  { what: 'nothing is said', logging: undefined, console: { levels: from('info'), isTimed: true }, file: undefined },
])
  test(`[E377] logging goes where, and from the level, that the configuration says: ${what}`, async ({ running }) => {
    const root = makeRoot(['moving-show']);
    const extension = `module.exports = (nodecg) => nodecg.listenFor('say', (_data, ack) => {
      for (const level of ${JSON.stringify(allLevels)}) nodecg.log[level]('said', level);
      ack(null, true);
    });`;
    writeFileSync(path.join(root, 'bundles/moving-show/extension.js'), extension);
    configure(root, JSON.stringify({ logging }));
    const server = await Server.start({ root });
    running.push({ stop: () => server.dispose() });
    const client = await ShowClient.connect(server.url);
    await client.ask('say');
    client.close();
    expect(await server.stop()).toBe(0);
    expectLog(linesOf(server.output), console);
    if (file) expectLog(linesOf(readFileSync(path.join(root, logPath), 'utf8')), file);
    else for (const folder of ['Protokolle', 'logs']) expect(existsSync(path.join(root, folder))).toBe(false);
  });

/** What the extension said, and that nothing else is below its first level. */
function expectLog(lines: Line[], { levels, isTimed }: { levels: string[]; isTimed: boolean }): void {
  expect(lines.filter(({ msg }) => msg.includes('] said ')).map(({ level, msg }) => [level, msg])).toEqual(
    levels.map((level) => [level, `[moving-show] said ${level}`]),
  );
  for (const { level, time } of lines) {
    expect(levels).toContain(level);
    expect(time ?? 'none').toMatch(isTimed ? /^\d{4}-.+Z$/ : /^none$/);
  }
}
