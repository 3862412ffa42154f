import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { WireClient } from '../fixtures/client.ts';
import { editFile } from '../fixtures/dashboard.ts';
import { projectDir } from '../fixtures/server.ts';
import { openPlayer, type JingleWindow } from '../fixtures/sounds.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ bundles: ['jingle-box'] });

const sounds = path.join(projectDir, 'e2e/bundles/jingle-box/sounds');
const sha1 = (file: string) =>
  createHash('sha1')
    .update(readFileSync(path.join(sounds, file)))
    .digest('hex');
const defaultOf = (cue: string, base: string) => {
  const { name, ext } = path.parse(base);
  return { sum: sha1(base), base, ext, name, url: `/sound/jingle-box/${cue}/default${ext}`, default: true };
};
const freshCues = [
  {
    name: 'bell',
    assignable: false,
    volume: 80,
    defaultVolume: 80,
    channels: 4,
    file: defaultOf('bell', 'bell.mp3'),
    defaultFile: defaultOf('bell', 'bell.mp3'),
  },
  {
    name: 'applause',
    assignable: true,
    volume: 30,
    file: defaultOf('applause', 'applause.ogg'),
    defaultFile: defaultOf('applause', 'applause.ogg'),
  },
  { name: 'empty pad', assignable: true, volume: 30 },
];

const valueOf = async (client: WireClient, namespace: string, name: string) => {
  await client.subscribe(namespace, name);
  return (await client.read(namespace, name)).value;
};

test('[E295] [C93] [A9.9] a bundle’s cues stand in soundCues, channels too, before its extension begins; all faders are open', async ({
  server,
  connect,
}) => {
  const client = await connect();
  expect(await valueOf(client, 'jingle-box', 'foundAtStart')).toEqual(freshCues);
  expect(await valueOf(client, 'jingle-box', 'soundCues')).toEqual(freshCues);
  for (const fader of ['volume:master', 'volume:jingle-box']) {
    expect(await valueOf(client, '_sounds', fader)).toBe(100);
    expect(await client.set('_sounds', fader, 101)).toMatchObject({ ok: false, error: { code: 'invalid-value' } });
  }
  expect(server.output).not.toContain('could not be updated');
});

test('[E296] default sounds are served in parts and revalidated; what isn’t there says so', async ({ server }) => {
  const url = `${server.url}/sound/jingle-box`;
  const whole = await fetch(`${url}/bell/default.mp3`);
  expect(whole.headers.get('content-type')).toBe('audio/mpeg');
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(readFileSync(path.join(sounds, 'bell.mp3')));
  const part = await fetch(`${url}/bell/default.mp3`, { headers: { range: 'bytes=0-99' } });
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 100]);
  const again = await fetch(`${url}/bell/default.mp3`, {
    headers: { 'if-none-match': whole.headers.get('etag')!, 'cache-control': 'max-age=0' },
  });
  expect(again.status).toBe(304);
  const textOf = async (address: string) => {
    const answer = await fetch(address);
    return [answer.status, await answer.text()];
  };
  expect(await textOf(`${url}/gong/default.mp3`)).toEqual([404, 'File not found: /sound/jingle-box/gong/default.mp3']);
  expect(await textOf(`${server.url}/sound/nobody/bell/default.ogg`)).toEqual([
    404,
    'File not found: /sound/nobody/bell/default.ogg',
  ]);
  expect(await textOf(`${url}/empty%20pad/default.mp3`)).toEqual([404, 'Cue "empty pad" had no default file']);
  expect((await fetch(`${url}/bell/..%2f..%2fpackage.json`)).status).toBe(404);
  expect((await fetch(`${url}/bell/default.mp3`, { method: 'POST' })).status).toBe(405);
});

test('[E297] [C96] sounds get ready once, play and stop', async ({ server, page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await openPlayer(page, server.url);
  const result = await page.evaluate(async () => {
    const { nodecg, createjs, ...own } = window as unknown as JingleWindow;
    const playing = () => createjs.Sound._instances.length;
    const first = nodecg.playSound('bell');
    const states: unknown[] = [first.playState, first.volume, playing()];
    nodecg.playSound('applause');
    nodecg.playSound('bell');
    nodecg.stopSound('bell');
    states.push(playing(), first.playState);
    nodecg.playSound('bell');
    nodecg.stopAllSounds();
    states.push(playing());
    const completed = await new Promise((resolve) => {
      nodecg.playSound('applause').on('complete', () => resolve('complete'));
    });
    const thrown = ['gong', 'empty pad'].map((cue) => {
      try {
        nodecg.playSound(cue);
        return 'nothing';
      } catch (error) {
        return (error as Error).message;
      }
    });
    return { states, completed, thrown, soundsReady: nodecg.soundsReady, readyEvents: own.readyEvents };
  });
  expect(result.states).toEqual(['playSucceeded', 0.8, 1, 1, 'playFinished', 0]);
  expect(result.completed).toBe('complete');
  expect(result.thrown).toEqual([
    'Cue "gong" does not exist in bundle "jingle-box"',
    'Cue "empty pad" in bundle "jingle-box" has no file',
  ]);
  expect([result.soundsReady, result.readyEvents]).toEqual([true, 1]);
  expect(errors).toEqual([]);
});

test('[E298] [A9.7] every fader moves a sound that plays, but not one that asked to be left alone', async ({
  server,
  page,
  connect,
}) => {
  const client = await connect();
  await client.subscribe('_sounds', 'volume:master');
  await client.subscribe('_sounds', 'volume:jingle-box');
  const cues = (await valueOf(client, 'jingle-box', 'soundCues')) as { volume: number }[];
  await openPlayer(page, server.url);
  await page.evaluate(() => {
    const own = window as unknown as JingleWindow & { alone: unknown };
    own.played = Object.assign(own.nodecg.playSound('bell'), { loop: -1 });
    own.alone = own.nodecg.playSound('bell', { updateVolume: false });
  });
  const volume = () => page.evaluate(() => (window as unknown as JingleWindow).played?.volume);
  await client.set('_sounds', 'volume:master', 50);
  await expect.poll(volume).toBeCloseTo(0.4);
  await client.set('_sounds', 'volume:jingle-box', 50);
  await expect.poll(volume).toBeCloseTo(0.2);
  cues[0]!.volume = 40;
  await client.set('jingle-box', 'soundCues', cues);
  await expect.poll(volume).toBeCloseTo(0.1);
  expect(await page.evaluate(() => (window as unknown as { alone: { volume: number } }).alone.volume)).toBe(0.8);
  expect(await page.evaluate(() => (window as unknown as JingleWindow).played?.playState)).toBe('playSucceeded');
});

test('[E309] a sound that its author saves anew is in open pages at once, without a reload', async ({ server, page }) => {
  await openPlayer(page, server.url);
  await page.evaluate(() => Object.assign(window, { sameLoad: true }));
  const bell = path.join(server.root, 'bundles/jingle-box/sounds/bell.mp3');
  writeFileSync(bell, Buffer.concat([readFileSync(bell), readFileSync(bell)]));
  const sum = createHash('sha1').update(readFileSync(bell)).digest('hex');
  const play = () =>
    page.evaluate(() => {
      const { playState, src } = (window as unknown as JingleWindow).nodecg.playSound('bell');
      return `${playState} ${src}`;
    });
  await expect.poll(play).toBe(`playSucceeded /sound/jingle-box/bell/default.mp3?sum=${sum}`);
  expect(await page.evaluate(() => 'sameLoad' in window)).toBe(true);
});

test('[E299] [C94] [C103] cues follow an edited manifest, at once and over a restart, with volumes from 0 to 100; the crew’s volumes stay', async ({
  server,
  connect,
}) => {
  const client = await connect();
  const cues = (await valueOf(client, 'jingle-box', 'soundCues')) as { volume: number }[];
  cues[0]!.volume = 11;
  cues[1]!.volume = 22;
  await client.set('jingle-box', 'soundCues', cues);
  const edit = (soundCues: object[]) =>
    editFile(server, 'bundles/jingle-box/package.json', (text) => {
      const manifest = JSON.parse(text) as { nodecg: object };
      return JSON.stringify({ ...manifest, nodecg: { ...manifest.nodecg, soundCues } });
    });
  edit([
    { name: 'applause', assignable: false, defaultFile: 'sounds/bell.mp3' },
    { name: 'fanfare', defaultVolume: 60 },
    { name: 'too loud', defaultVolume: 160 },
    { name: 'too quiet', defaultVolume: -20 },
  ]);
  const applause = {
    name: 'applause',
    assignable: false,
    volume: 22,
    file: defaultOf('applause', 'bell.mp3'),
    defaultFile: defaultOf('applause', 'bell.mp3'),
  };
  await expect
    .poll(() => valueOf(client, 'jingle-box', 'soundCues'))
    .toEqual([
      applause,
      { name: 'fanfare', assignable: true, volume: 60, defaultVolume: 60 },
      { name: 'too loud', assignable: true, volume: 100, defaultVolume: 100 },
      { name: 'too quiet', assignable: true, volume: 0, defaultVolume: 0 },
    ]);
  await server.stop();
  edit([{ name: 'applause', defaultFile: 'sounds/bell.mp3' }, { name: 'outro' }]);
  await server.start();
  const later = await connect();
  expect(await valueOf(later, 'jingle-box', 'soundCues')).toEqual([
    { ...applause, assignable: true },
    { name: 'outro', assignable: true, volume: 30 },
  ]);
});
