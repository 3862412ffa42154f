export { createSoundService } from './create-sound-service.ts';
export type { ManifestCue, SoundBundle, SoundDeps, SoundService } from './types.ts';
