import { expect, it } from 'vitest';
import type { GraphicView } from '#contract/bundle';
import { absoluteUrl, obsUrl } from './graphic-urls.ts';

const graphic = { url: '/bundles/b/graphics/score%20bug.html', file: 'score bug.html', width: 640, height: 360 } as GraphicView;
const address = 'https://show.example.com/bundles/b/graphics/score%20bug.html';

it('what is dragged into OBS carries its key beside OBS’s own parameters, and nothing without one', () => {
  const ofObs = `${address}?layer-name=score%20bug&layer-height=360&layer-width=640`;
  expect(obsUrl(graphic, 'https://show.example.com')).toBe(ofObs);
  expect(obsUrl(graphic, 'https://show.example.com', 'k1')).toBe(`${ofObs}&key=k1`);
  expect(absoluteUrl(graphic, 'https://show.example.com')).toBe(address);
  expect(absoluteUrl(graphic, 'https://show.example.com', 'k1')).toBe(`${address}?key=k1`);
});
