import { expect, it } from 'vitest';
import type { CueState, SoundFile } from '#contract/sound';
import { mergeCues } from './merge-cues.ts';

const file = (base: string, isDefault = true): SoundFile => {
  const [name = '', ext = ''] = base.split('.');
  return {
    sum: `sum of ${base}`,
    base,
    name,
    ext: `.${ext}`,
    url: isDefault ? `/sound/b/c/default.${ext}` : `/assets/b/sounds/${base}`,
    default: isDefault,
  };
};
const cue = (name: string, more: Partial<CueState> = {}): CueState => ({ name, assignable: true, volume: 12, ...more });

it('[Q1] adds what the manifest has, with NodeCG’s 30 where no volume is given', () => {
  const wanted = [
    { name: 'plain', assignable: true },
    { name: 'loud', assignable: false, defaultVolume: 80, channels: 2, defaultFile: file('a.mp3') },
  ];
  expect(mergeCues(undefined, wanted)).toEqual([
    { name: 'plain', assignable: true, volume: 30 },
    {
      name: 'loud',
      assignable: false,
      volume: 80,
      defaultVolume: 80,
      channels: 2,
      file: file('a.mp3'),
      defaultFile: file('a.mp3'),
    },
  ]);
});

it('[Q2] drops what the manifest no longer has, and adds at the end', () => {
  const merged = mergeCues(
    [cue('b'), cue('gone'), cue('a')],
    ['a', 'new', 'b'].map((name) => ({ name, assignable: true })),
  );
  expect(merged.map(({ name }) => name)).toEqual(['b', 'a', 'new']);
});

it('[Q3] leaves the crew’s volume and upload alone and updates what the manifest decides', () => {
  const upload = file('crowd.mp3', false);
  const stored = cue('a', { file: upload, defaultFile: file('old.mp3'), channels: 9, defaultVolume: 50 });
  const wanted = { name: 'a', assignable: true, defaultVolume: 70, channels: 3, defaultFile: file('new.mp3') };
  expect(mergeCues([stored], [wanted])).toEqual([{ ...stored, channels: 3, defaultFile: file('new.mp3') }]);
});

it('[Q4] a cue that can’t be assigned has its default, and one on its default follows it', () => {
  const wanted = { name: 'a', assignable: false, defaultFile: file('new.mp3') };
  expect(mergeCues([cue('a', { file: file('crowd.mp3', false) })], [wanted])[0]?.file).toEqual(file('new.mp3'));
  expect(mergeCues([cue('a', { file: file('crowd.mp3', false) })], [{ name: 'a', assignable: false }])[0]).not.toHaveProperty(
    'file',
  );
  const onDefault = cue('a', { file: file('old.mp3'), defaultFile: file('old.mp3') });
  expect(mergeCues([onDefault], [{ ...wanted, assignable: true }])[0]?.file).toEqual(file('new.mp3'));
  expect(mergeCues([cue('a')], [{ ...wanted, assignable: true }])[0]).not.toHaveProperty('file');
});

it('[Q4] a cue keeps its files while the default that the manifest names can’t be read', () => {
  for (const assignable of [true, false]) {
    const stored = cue('a', { assignable, file: file('old.mp3'), defaultFile: file('old.mp3') });
    const away = mergeCues([stored], [{ name: 'a', assignable, defaultFile: 'unreadable' }]);
    expect(away).toEqual([stored]);
    expect(mergeCues(away, [{ name: 'a', assignable, defaultFile: file('new.mp3') }])[0]?.file).toEqual(file('new.mp3'));
  }
  const added = mergeCues([], [{ name: 'a', assignable: true, defaultFile: 'unreadable' }]);
  expect(added).toEqual([{ name: 'a', assignable: true, volume: 30 }]);
});

it('[Q5] rubbish in the replicant does not survive', () => {
  const wanted = ['a', 'b'].map((name) => ({ name, assignable: true }));
  const stored = [null, 7, { volume: 3 }, cue('a', { volume: 400 }), cue('a', { volume: 1 }), { name: 'b', volume: 'loud' }];
  expect(mergeCues(stored, wanted).map(({ name, volume }) => [name, volume])).toEqual([
    ['a', 100],
    ['b', 30],
  ]);
  expect(mergeCues('rubbish', wanted)).toHaveLength(2);
});
