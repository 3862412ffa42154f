import { expect } from 'vitest';

/** Waits for a condition, however busy the machine is. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });
