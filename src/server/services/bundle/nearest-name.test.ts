import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  it.each([
    ['dashbordPanels', 'dashboardPanels'],
    ['heigth', 'height'],
    ['NODECG', 'nodecg'],
    ['graphic', 'graphics'],
    ['author', undefined],
    ['fil', undefined],
  ])('takes %s for %s', (given, name) => {
    expect(nearestName(given, ['dashboardPanels', 'height', 'nodecg', 'graphics', 'file'])).toBe(name);
  });
});
