import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import type { GraphicInstance } from '#contract/graphic';
import { createGraphicService } from './create-graphic-service.ts';
import { nameClient } from './name-client.ts';
import type { CurrentBundle, GraphicOpened, GraphicService } from './types.ts';

const page: GraphicOpened = {
  connectionId: 'a',
  bundle: 'quiz',
  url: '/bundles/quiz/graphics/lower%20third.html',
  address: '127.0.0.1',
  userAgent: 'Mozilla/5.0 (X11) Chrome/127.0.0.0 Safari/537.36 OBS/30.2.3',
  version: '1.0.0',
  gitHash: 'abc',
  loadedAt: 100,
};

describe('graphic service', () => {
  let bus: ReturnType<typeof createMemoryEventBus>;
  let graphics: GraphicService;
  let current: CurrentBundle;
  let heard: GraphicInstance[][];

  beforeEach(() => {
    bus = createMemoryEventBus();
    current = { version: '1.0.0', gitHash: 'abc' };
    heard = [];
    graphics = createGraphicService({ bus, currentOf: (bundle) => (bundle === 'quiz' ? current : undefined), now: () => 500 });
    graphics.onChange((instances) => heard.push(instances));
  });

  afterEach(() => void vi.useRealTimers());

  const edit = (kind: 'graphic' | 'config' | 'panel' | 'git', targets?: string[]) =>
    bus.publish({ type: 'bundle.changed', change: { bundle: 'quiz', kind, ...(targets ? { targets } : {}) } });

  it('[I1] [I3] lists a page while it is connected', () => {
    graphics.opened(page);
    expect(graphics.list()).toEqual([
      expect.objectContaining({
        id: 'a',
        bundle: 'quiz',
        client: 'OBS 30.2',
        onAir: true,
        openedAt: 500,
        bundleVersion: '1.0.0',
        bundleGitHash: 'abc',
        outOfDate: false,
      }),
    ]);
    graphics.report('a', false);
    expect(graphics.list()[0]?.onAir).toBe(false);
    graphics.closed('a');
    expect(graphics.list()).toEqual([]);
  });

  it.each([
    ['version', { version: '1.0.1', gitHash: 'abc' }],
    ['git commit', { version: '1.0.0', gitHash: 'def' }],
    ['presence of git', { version: '1.0.0' }],
  ])('[I2] is out of date when the %s differs', (_, next) => {
    graphics.opened(page);
    current = next;
    edit('git');
    expect(graphics.list()[0]?.outOfDate).toBe(true);
  });

  it('[I2] is out of date after its own file or the configuration was edited, not after others', () => {
    graphics.opened(page);
    edit('graphic', ['other.html']);
    edit('panel');
    expect(graphics.list()[0]?.outOfDate).toBe(false);
    edit('graphic', ['lower third.html']);
    expect(graphics.list()[0]?.outOfDate).toBe(true);
    graphics.opened({ ...page, connectionId: 'b', loadedAt: 501 });
    expect(graphics.list()[1]?.outOfDate).toBe(false);
    edit('config');
    graphics.opened({ ...page, connectionId: 'c', loadedAt: 499 });
    expect(graphics.list()[2]?.outOfDate).toBe(true);
  });

  it('[I4] counts and commands exactly the instances that fit', () => {
    const commands: unknown[] = [];
    bus.subscribe('graphic.commanded', ({ command }) => commands.push(command));
    graphics.opened(page);
    graphics.opened({ ...page, connectionId: 'b', url: '/bundles/quiz/graphics/score.html' });
    expect(graphics.command({ command: 'reload', bundle: 'quiz' })).toBe(2);
    expect(graphics.command({ command: 'kill', bundle: 'quiz', instanceId: 'b' })).toBe(1);
    expect(graphics.command({ command: 'kill', bundle: 'other', instanceId: 'b' })).toBe(0);
    expect(commands).toEqual([
      { command: 'reload', bundle: 'quiz' },
      { command: 'kill', bundle: 'quiz', instanceId: 'b' },
    ]);
  });

  it('[I6] [C88] refuses a second page of a single instance, but not one that was open before its connection broke', () => {
    current = { ...current, singleInstances: [page.url] };
    expect(graphics.opened(page)).toMatchObject({ id: 'a' });
    expect(graphics.opened({ ...page, connectionId: 'b' })).toBeUndefined();
    expect(graphics.opened({ ...page, connectionId: 'b', url: '/bundles/quiz/graphics/score.html' })).toBeDefined();
    expect(graphics.opened(page)).toMatchObject({ id: 'a' });
    expect(graphics.opened({ ...page, connectionId: 'c', wasOpen: true })).toMatchObject({ id: 'c' });
    graphics.closed('a');
    graphics.closed('c');
    expect(graphics.opened({ ...page, connectionId: 'd' })).toMatchObject({ id: 'd' });
  });

  it('[I7] tells of a closed page for a second, as closed and not on air', () => {
    vi.useFakeTimers();
    graphics.opened(page);
    graphics.closed('a');
    expect(graphics.list()).toEqual([]);
    expect(graphics.recent()).toEqual([expect.objectContaining({ id: 'a', closed: true, onAir: false })]);
    vi.advanceTimersByTime(1_000);
    expect(graphics.recent()).toEqual([]);
    expect(heard.map((instances) => instances.map(({ closed }) => closed === true))).toEqual([[false], [true], []]);
  });

  it('[I5] says nothing when nothing changed', () => {
    graphics.opened(page);
    graphics.report('a', true);
    graphics.closed('unknown');
    edit('git');
    expect(heard).toHaveLength(1);
  });
});

describe('nameClient', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/127.0 Safari/537.36 OBS/30.2.3', 'OBS 30.2'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/156.0.1 Safari/537.36', 'Chrome 156'],
    ['Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140'],
    ['curl/8', 'unknown'],
  ])('%s', (userAgent, name) => expect(nameClient(userAgent)).toBe(name));
});
