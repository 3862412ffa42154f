import type { BundleDefinition } from './sdk/index.ts';
import { bundle as scoreboard } from './scoreboard/bundle.ts';

/** The first-party bundles, in the order in which the dashboard shows them. */
export const firstPartyDefinitions: readonly BundleDefinition[] = [scoreboard];
