import type { Socket } from 'socket.io-client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createNodecg } from './nodecg-global.ts';

it('a page whose bundle has no soundCues is told what one with cues is told of an unknown cue', () => {
  // A page without a server: it goes on trying to connect, and what it plays needs no connection.
  vi.stubGlobal('location', new URL('http://127.0.0.1:9/'));
  onTestFinished(() => void vi.unstubAllGlobals());
  const NodeCG = createNodecg({ config: { logging: { console: { level: 'silent' } } }, version: '2.0.0', socket: {} as Socket });
  const nodecg = new NodeCG({ name: 'b', version: '1.0.0', config: {} });
  expect(() => nodecg.playSound('x')).toThrow(new Error('Cue "x" does not exist in bundle "b"'));
  expect(() => nodecg.stopSound('x')).toThrow(new Error('Cue "x" does not exist in bundle "b"'));
});
