import { describe, expect, it } from 'vitest';
import type { BusEvent, BusEventOf } from '#contract/events';
import type { EventBus } from './event-bus.ts';

type Subject = {
  bus: EventBus;
  /** What handlers threw, as the adapter reported it. */ errors: unknown[];
  close?(): Promise<void> | void;
};

const command = (url: string): BusEvent => ({ type: 'graphic.commanded', command: { command: 'reload', url } });
const urlOf = (event: BusEventOf<'graphic.commanded'>): string | undefined => event.command.url;

/** What every event bus must do. `create` makes a fresh one per test. */
export function describeEventBus(name: string, create: () => Promise<Subject> | Subject): void {
  async function use(act: (subject: Subject) => void | Promise<void>): Promise<void> {
    const subject = await create();
    try {
      await act(subject);
    } finally {
      await subject.close?.();
    }
  }

  describe(`${name} as an event bus`, () => {
    it('delivers to every subscriber of the type, in the order published', () =>
      use(async ({ bus }) => {
        const first: unknown[] = [];
        const second: unknown[] = [];
        bus.subscribe('graphic.commanded', (event) => first.push(urlOf(event)));
        bus.subscribe('graphic.commanded', (event) => second.push(urlOf(event)));
        for (const url of ['/a', '/b', '/c']) bus.publish(command(url));
        await expect
          .poll(() => [first, second])
          .toEqual([
            ['/a', '/b', '/c'],
            ['/a', '/b', '/c'],
          ]);
      }));

    it('delivers only the type that was asked for', () =>
      use(async ({ bus }) => {
        const seen: string[] = [];
        bus.subscribe('message.sent', (event) => seen.push(event.type));
        bus.subscribe('graphic.commanded', (event) => seen.push(event.type));
        bus.publish({ type: 'bundle.changed', change: { bundle: 'show', kind: 'state' } });
        bus.publish(command('/a'));
        await expect.poll(() => seen).toEqual(['graphic.commanded']);
      }));

    it('stops delivering after unsubscribe, also to a handler that ends itself', () =>
      use(async ({ bus }) => {
        const ended: unknown[] = [];
        const steady: unknown[] = [];
        const stop = bus.subscribe('graphic.commanded', (event) => {
          ended.push(urlOf(event));
          stop();
        });
        bus.subscribe('graphic.commanded', (event) => steady.push(urlOf(event)));
        for (const url of ['/a', '/b']) bus.publish(command(url));
        await expect.poll(() => steady).toEqual(['/a', '/b']);
        expect(ended).toEqual(['/a']);
      }));

    it('a handler that throws stops neither the others nor the publisher, and is reported', () =>
      use(async ({ bus, errors }) => {
        const seen: unknown[] = [];
        bus.subscribe('graphic.commanded', () => {
          throw new Error('broken handler');
        });
        bus.subscribe('graphic.commanded', (event) => seen.push(urlOf(event)));
        expect(() => bus.publish(command('/a'))).not.toThrow();
        await expect.poll(() => seen).toEqual(['/a']);
        expect(errors.map(String)).toEqual(['Error: broken handler']);
      }));

    it('all handlers see one order when a handler publishes', () =>
      use(async ({ bus }) => {
        const late: unknown[] = [];
        bus.subscribe('graphic.commanded', (event) => {
          if (urlOf(event) === '/a') bus.publish(command('/from-handler'));
        });
        bus.subscribe('graphic.commanded', (event) => late.push(urlOf(event)));
        bus.publish(command('/a'));
        await expect.poll(() => late).toEqual(['/a', '/from-handler']);
      }));
  });
}
