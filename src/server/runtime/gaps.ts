import type { EventBus } from '#ports/event-bus';

/** Breaks in what is heard from other servers: `tell` says that there was one. */
export function createGaps(): { onGap: EventBus['onGap']; tell: () => void } {
  const handlers = new Set<() => void>();
  return {
    onGap(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    tell() {
      for (const handler of handlers) handler();
    },
  };
}
