import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger, type LogSettings } from './logger.ts';

const written: unknown[][] = [];
beforeEach(() => {
  for (const method of ['info', 'warn', 'error', 'log', 'debug', 'trace'] as const)
    vi.spyOn(console, method).mockImplementation((...parts) => void written.push([method, ...parts]));
});
afterEach(() => {
  vi.restoreAllMocks();
  written.length = 0;
});

/** What each method writes to, from the highest level at which it writes anything. */
const methods = { trace: 'info', debug: 'info', info: 'info', warn: 'warn', error: 'error' } as const;
type Method = keyof typeof methods;
const levels: Record<string, Method[]> = {
  verbose: ['trace', 'debug', 'info', 'warn', 'error'],
  trace: ['trace', 'debug', 'info', 'warn', 'error'],
  debug: ['debug', 'info', 'warn', 'error'],
  info: ['info', 'warn', 'error'],
  warn: ['warn', 'error'],
  error: ['error'],
  silent: [],
  'no level': ['info', 'warn', 'error'],
};

describe('NodeCG’s Logger in a page', () => {
  const cases = Object.entries(levels).flatMap(([level, heard]) =>
    (Object.keys(methods) as Method[]).map((method) => ({ level, method, isHeard: heard.includes(method) })),
  );
  it.each(cases)('at level $level, $method is written: $isHeard', ({ level, method, isHeard }) => {
    const log = new (createLogger({ level }))('part');
    log[method]('one', { two: 2 });
    expect(written).toEqual(isHeard ? [[methods[method], '[part]', 'one', { two: 2 }]] : []);
  });

  it.each<[LogSettings, boolean]>([
    [{}, false],
    [{ level: 'verbose' }, false],
    [{ replicants: true }, true],
    [{ replicants: true, level: 'silent' }, true],
    [{ replicants: true, enabled: false }, false],
  ])('with %o what replicants do is written: %s', (settings, isHeard) => {
    new (createLogger(settings))('part').replicants('changed', 1);
    expect(written).toEqual(isHeard ? [['info', '[part]', 'changed', 1]] : []);
  });

  it('writes nothing where it is switched off, and at info where nothing is set', () => {
    const off = new (createLogger({ enabled: false, level: 'verbose' }))('off');
    const usual = new (createLogger())('usual');
    for (const method of Object.keys(methods) as Method[]) {
      off[method]('never');
      usual[method](method);
    }
    expect(written).toEqual(levels.info!.map((method) => [methods[method], '[usual]', method]));
  });
});
