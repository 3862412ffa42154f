// `/nodecg-sounds.js`: sounds, for the `NodeCG` of this window or the dashboard's. After SoundJS, in pages of bundles with sound cues.
import './oldest-browsers.ts';
import { createSounds } from '../sounds.ts';

Object.assign(globalThis, { createNodecgSounds: createSounds });
