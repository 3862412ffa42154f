import { expect, it } from 'vitest';
import { filterMixer, mixerOf, sourcesOf, type CueStrip } from './mixer.ts';

const file = { sum: 's', base: 'bell.mp3', ext: '.mp3', name: 'bell', url: '/sound/b/bell/default.mp3', default: true };
const cues = [
  { name: 'bell', assignable: false, volume: 50, file, defaultFile: file },
  { name: 'pad', assignable: true, volume: 0 },
];

it('hears cues at master × bundle; what isn’t known yet is open', () => {
  const { master, bundles } = mixerOf({ master: 50, muted: undefined, bundles: [{ name: 'b', volume: undefined, cues }] });
  expect([master.level, bundles[0]?.level, bundles[0]?.share, bundles[0]?.cues[0]?.level]).toEqual([50, 100, 0.5, 50]);
});

it('is muted only at 0 and with a level to come back to', () => {
  const muted = { master: 80, 'cue b bell': 70, 'cue b pad': 30 };
  const { master, bundles } = mixerOf({ master: 0, muted, bundles: [{ name: 'b', volume: 0, cues }] });
  expect([master, bundles[0], ...(bundles[0]?.cues ?? [])].map((strip) => strip?.returnsTo)).toEqual([
    80,
    undefined,
    undefined,
    30,
  ]);
});

it('filters cues by name and file, and keeps all of a bundle that is named', () => {
  const { bundles } = mixerOf({
    master: 100,
    muted: {},
    bundles: [
      { name: 'b', volume: 100, cues },
      { name: 'c', volume: 100, cues: [] },
    ],
  });
  const found = (word: string) =>
    filterMixer(bundles, (...texts) => texts.some((text) => text?.includes(word))).map(({ name, cues: left }) => [
      name,
      left.map((cue) => cue.name),
    ]);
  expect(found('bell.mp3')).toEqual([['b', ['bell']]]);
  expect(found('pad')).toEqual([['b', ['pad']]]);
  expect(found('c')).toEqual([['c', []]]);
});

it('offers none, the default and uploads, and keeps a file that is gone visible', () => {
  const upload = { sum: 'u', base: 'crowd.mp3', ext: '.mp3', name: 'crowd', url: '/assets/b/sounds/crowd.mp3' };
  const gone = { ...upload, base: 'gone.mp3', url: '/assets/b/sounds/gone.mp3', default: false };
  const strip: CueStrip = { id: 'x', target: {}, level: 1, name: 'pad', assignable: true };
  expect(sourcesOf(strip, [upload]).chosen).toBe('none');
  expect(sourcesOf({ ...strip, file, defaultFile: file }, [upload])).toMatchObject({
    chosen: 'default',
    options: [{ kind: 'none' }, { kind: 'default', base: 'bell.mp3' }, { kind: 'uploaded', file: { ...upload, default: false } }],
  });
  expect(sourcesOf({ ...strip, file: gone }, [upload])).toMatchObject({
    chosen: gone.url,
    options: [{ kind: 'none' }, { kind: 'uploaded' }, { kind: 'missing', base: 'gone.mp3' }],
  });
});

it('calls no file missing while the uploads aren’t known', () => {
  const chosen = { sum: 'u', base: 'crowd.mp3', ext: '.mp3', name: 'crowd', url: '/assets/b/sounds/crowd.mp3', default: false };
  const strip: CueStrip = { id: 'x', target: {}, level: 1, name: 'pad', assignable: true, file: chosen };
  expect(sourcesOf(strip, undefined)).toEqual({
    chosen: chosen.url,
    options: [
      { value: 'none', kind: 'none', base: '' },
      { value: chosen.url, kind: 'uploaded', base: 'crowd.mp3', file: chosen },
    ],
  });
});
