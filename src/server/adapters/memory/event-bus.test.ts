import { describeEventBus } from '#ports/event-bus.contract';
import { createMemoryEventBus } from './event-bus.ts';

describeEventBus('memory', () => {
  const errors: unknown[] = [];
  return { bus: createMemoryEventBus({ onError: (error) => errors.push(error) }), errors };
});
