import type { BusEvent } from '#contract/events';
import type { EventBus, Unsubscribe } from '#ports/event-bus';

type Handler = (event: BusEvent) => void;

/**
 * A bus within one process: when `publish` returns, every handler has run. An event that a handler publishes is delivered after
 * the current one, so that all handlers see one order. A handler that throws is reported and hurts nobody.
 */
export function createMemoryEventBus(options: { onError?: (error: unknown, event: BusEvent) => void } = {}): EventBus {
  const handlers = new Map<BusEvent['type'], Set<{ handle: Handler }>>();
  const waiting: BusEvent[] = [];
  let delivering = false;

  function deliver(event: BusEvent): void {
    for (const subscription of [...(handlers.get(event.type) ?? [])]) {
      try {
        subscription.handle(event);
      } catch (error) {
        options.onError?.(error, event);
      }
    }
  }

  return {
    publish: (event) => {
      waiting.push(event);
      if (delivering) return;
      delivering = true;
      try {
        for (let next = waiting.shift(); next; next = waiting.shift()) deliver(next);
      } finally {
        delivering = false;
      }
    },
    subscribe: (type, handler) => {
      const subscription = { handle: handler as Handler };
      const group = handlers.get(type) ?? new Set();
      handlers.set(type, group.add(subscription));
      return () => void group.delete(subscription);
    },
    onGap: (): Unsubscribe => () => undefined,
  };
}
