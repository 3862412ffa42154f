import { describeSavedStates } from '#ports/saved-states.contract';
import { createMemorySavedStates } from './saved-states.ts';

describeSavedStates('memory', () => Promise.resolve({ states: createMemorySavedStates(), close: () => Promise.resolve() }));
