import { expect, it } from 'vitest';
import { toNodecgInstance } from './to-nodecg-instance.ts';

it('tells when a page was loaded in whole milliseconds', () => {
  const instance = {
    id: 'socket-1',
    bundle: 'box',
    bundleVersion: '1.0.0',
    url: '/bundles/box/graphics/index.html',
    address: '127.0.0.1',
    client: 'OBS 30.2',
    onAir: true,
    openedAt: 1,
    loadedAt: 1_700_000_000_000.6,
    outOfDate: false,
  };
  expect(toNodecgInstance(instance, []).timestamp).toBe(1_700_000_000_001);
});
