import { expect, it } from 'vitest';
import { bundleFileNeed } from './bundle-rules.ts';

const panel = (name: string) => ({ name, file: `${name}.html` });
const manifest = { panels: [panel('desk'), panel('jury')], graphics: [] } as never;
const needOf = (file: string) => bundleFileNeed({ path: `/bundles/quiz/dashboard/${file}` }, () => ({ name: 'quiz', manifest }));
const open = (name: string) => ({ action: 'panel.open', resource: { kind: 'panel', bundle: 'quiz', name } });

it.each(['jury.html', 'JURY.HTML', 'jury'])('[Z15] %s is for whoever may open that panel', async (file) => {
  expect(await needOf(file)).toEqual({ any: [open('jury')] });
});

it.each([
  'other.html',
  'other',
  'below/',
  'a.b/other',
  'jury.html.',
  'jury.html%20',
  'jury.html..%20',
  'jury.html::$DATA',
  'jury.htm:x',
])('[Z15] %s may be a page: it is for whoever may open all of them', async (file) => {
  expect(await needOf(file)).toEqual({ every: [open('desk'), open('jury')] });
});

it.each(['jury.js', 'img/a.png', 'jury.html.js', 'a.b/c.css'])('[Z15] %s is what pages are made of', async (file) => {
  expect(await needOf(file)).toEqual({ any: [open('desk'), open('jury')] });
});

it.each([
  ['folders', `${'a/'.repeat(7_900)}.x`],
  ['pages', `${'.htm:'.repeat(3_000)}%E2%80%A8x`],
  ['dots', `${`.htm${'.'.repeat(50)}`.repeat(290)}x`],
])('[Z15] many %s in one address are read at once', async (_, file) => {
  const took: number[] = [];
  // The quickest of five: the machine may stand still in one of them. What goes back and forth in the address takes 140 ms each time.
  while (took.length < 5) {
    const begin = performance.now();
    await needOf(file);
    took.push(performance.now() - begin);
  }
  expect(Math.min(...took)).toBeLessThan(60);
});
