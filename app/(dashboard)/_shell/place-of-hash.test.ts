import { expect, it } from 'vitest';
import type { Places } from '../../_data/workspaces.ts';
import { placeOfHash } from './place-of-hash.ts';

const fullbleed = (bundle: string, panel: string) =>
  ({ id: `${bundle}.${panel}`, bundle: { name: bundle }, panel: { name: panel }, href: `/panels/${bundle}/${panel}` }) as never;
const places: Places = {
  workspaces: [
    { name: 'default', href: '/workspaces/default', panels: [] },
    { name: 'run modifications', href: '/workspaces/run%20modifications', panels: [] },
    { name: 'bühne', href: '/workspaces/b%C3%BChne', panels: [] },
  ],
  fullbleeds: [fullbleed('one', 'stage'), fullbleed('two', 'stage')],
};

it.each([
  ['#graphics', '/graphics'],
  ['#mixer', '/mixer'],
  ['#assets', '/assets'],
  ['#settings', '/settings'],
  ['#workspace/default', '/workspaces/default'],
  ['#workspace/Run Modifications', '/workspaces/run%20modifications'],
  ['#/workspace/BÜHNE', '/workspaces/b%C3%BChne'],
  ['#fullbleed/stage', '/panels/one/stage'],
  ['#fullbleed/two/stage', '/panels/two/stage'],
  ['#workspace/__nodecg_fullbleed__two_stage', '/panels/two/stage'],
  ['#workspace/unknown', undefined],
  ['#main', undefined],
  ['#toString', undefined],
  ['', undefined],
])('[P11] takes %s for %s', (hash, place) => expect(placeOfHash(hash, places)).toBe(place));
