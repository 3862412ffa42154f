import { defineBundle } from '#bundles/sdk/index';
import { messages } from './messages.ts';
import * as replicants from './replicants.ts';

export const bundle = defineBundle({
  name: 'scoreboard',
  version: '1.0.0',
  title: 'Scoreboard',
  description: 'Score, match clock and lower thirds for a two-team show.',
  replicants,
  messages,
  panels: {
    score: { title: 'Score', width: 3, headerColor: '#3aa76d' },
    clock: { title: 'Clock', width: 3, headerColor: '#c98a1b' },
    'lower-third': { title: 'Lower third', width: 2, headerColor: '#7d5bd0' },
    show: { title: 'Show control', width: 3, headerColor: '#525f78' },
  },
  graphics: {
    'score-bug': { title: 'Score bug', width: 1920, height: 1080 },
    'lower-third': { title: 'Lower third', width: 1920, height: 1080 },
    clock: { title: 'Clock', width: 1920, height: 1080 },
  },
});

export type Scoreboard = typeof bundle;
