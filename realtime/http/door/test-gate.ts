import { createClientOf } from '../client-of.ts';
import { createGate } from './gate.ts';

/** The gate of a server that asks nobody to sign in. */
export function openTestGate() {
  return createGate({ mode: () => 'open', services: () => undefined, clientOf: createClientOf([]) });
}
