import { expect, it } from 'vitest';
import type { GraphicInstance } from '#contract/graphic';
import { describeOnAir, onAirCount } from './tally.ts';

const open = (file: string, change: Partial<GraphicInstance> = {}): GraphicInstance => ({
  id: file,
  bundle: 'show',
  url: `/bundles/show/graphics/${file}`,
  address: '10.0.0.12',
  client: 'OBS 30.2',
  onAir: true,
  openedAt: 0,
  loadedAt: 0,
  bundleVersion: '1.0.0',
  outOfDate: false,
  ...change,
});

it('names what viewers see, equal pages once with their number', () => {
  const pages = [open('a.html'), open('b.html', { client: 'vMix' }), open('a.html'), open('c.html', { onAir: false })];
  expect(onAirCount(pages)).toBe(3);
  expect(describeOnAir(pages, [])).toBe(
    '/bundles/show/graphics/a.html · OBS 30.2 (10.0.0.12) ×2, /bundles/show/graphics/b.html · vMix (10.0.0.12)',
  );
});

it('counts what would be too much to read, and says nothing where nothing is on air', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((file) => open(file));
  expect(describeOnAir(many, [])).toMatch(/graphics\/c · OBS 30\.2 \(10\.0\.0\.12\) \+2$/);
  expect(describeOnAir([open('a', { onAir: false })], [])).toBeUndefined();
});
