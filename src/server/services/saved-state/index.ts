export { createSavedStateService } from './create-saved-state-service.ts';
export type { SavedStateService } from './types.ts';
