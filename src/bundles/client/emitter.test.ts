import { expect, it } from 'vitest';
import { Emitter } from './emitter.ts';

it('listeners() gives an event’s listeners as they were handed over, in order, those of once as well', () => {
  const emitter = new Emitter();
  const [first, second, other] = [() => undefined, () => undefined, () => undefined];
  emitter.on('change', first).once('change', second).on('other', other);
  const listeners = emitter.listeners('change');
  expect(listeners).toEqual([first, second]);
  expect(listeners[1]).toBe(second);
  emitter.emit('change');
  expect(emitter.listeners('change')).toEqual([first]);
  // What was handed out stays as it was.
  expect(listeners).toHaveLength(2);
  expect(emitter.listeners('never')).toEqual([]);
});

it('setMaxListeners() and all that adds or removes gives the emitter back', () => {
  const emitter = new Emitter();
  const listener = () => undefined;
  expect((emitter as { setMaxListeners(count: number): unknown }).setMaxListeners(100)).toBe(emitter);
  for (const method of ['on', 'addListener', 'once', 'off', 'removeListener'] as const)
    expect(emitter[method]('change', listener), method).toBe(emitter);
  expect(emitter.removeAllListeners()).toBe(emitter);
});
