import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineBundle, defineReplicant } from '#bundles/sdk/index';
import { firstPartyBundles } from './first-party.ts';

const replicantsOf = (name: string) => firstPartyBundles('/nowhere').find(({ manifest }) => manifest.name === name)?.replicants;

it('gives every first-party bundle addresses like those of a drop-in bundle', () => {
  const scoreboard = firstPartyBundles('/nowhere').find(({ manifest }) => manifest.name === 'scoreboard');
  expect(scoreboard?.dir).toBe('/nowhere/dist/bundles/scoreboard');
  expect(scoreboard?.extensionEntry).toBeUndefined();
  expect(scoreboard?.manifest.panels.map(({ url }) => url)).toContain('/bundles/scoreboard/dashboard/lower-third.html');
  expect(scoreboard?.manifest.graphics).toContainEqual({
    file: 'score-bug.html',
    title: 'Score bug',
    width: 1920,
    height: 1080,
    singleInstance: false,
    url: '/bundles/scoreboard/graphics/score-bug.html',
  });
});

it('validates with the replicant’s zod schema and names the place of the first problem', () => {
  const score = replicantsOf('scoreboard')?.get('score');
  expect(score?.validate?.({ home: 1, away: 2 })).toBeUndefined();
  expect(score?.validate?.({ home: -1, away: 2 })).toEqual({ path: '/home', message: 'a score cannot go below 0' });
  expect(score?.validate?.({ home: 1, away: 2, guest: 3 })).toMatchObject({ path: '' });
});

it('carries a JSON Schema for clients, with the sum of exactly that schema', () => {
  const schema = replicantsOf('scoreboard')?.get('score')?.schema;
  expect(schema?.json).toMatchObject({ type: 'object', required: ['home', 'away'], additionalProperties: false });
  expect(schema?.sum).toMatch(/^[0-9a-f]{40}$/);
});

it('refuses a bundle whose default breaks its own schema', () => {
  const replicants = { lap: defineReplicant(z.number().min(1), { default: 0 }) };
  const bundle = defineBundle({
    name: 'race',
    version: '1.0.0',
    title: 'Race',
    replicants,
    messages: {},
    panels: {},
    graphics: {},
  });
  expect(() => firstPartyBundles('/nowhere', [bundle])).toThrow(/replicant "lap" in bundle "race"/);
});
