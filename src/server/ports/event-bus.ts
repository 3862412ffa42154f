import type { BusEvent, BusEventOf } from '#contract/events';

export type Unsubscribe = () => void;

export interface EventBus {
  /** At most once, to every process including this one; order is kept per publisher. In one process handlers have run when it returns. */
  publish(event: BusEvent): void;
  subscribe<T extends BusEvent['type']>(type: T, handler: (event: BusEventOf<T>) => void): Unsubscribe;
  /** Called after a break in delivery: whatever was missed must be re-read. Never called by a bus within one process. */
  onGap(handler: () => void): Unsubscribe;
}
