import type { CueState, UploadedSound } from '#contract/sound';

/** The entries of `assets:sounds` that a cue can use. */
export function uploadedSounds(value: unknown): UploadedSound[] {
  return (Array.isArray(value) ? value : []).filter(isUploaded);
}

/**
 * Cues after uploaded sounds changed (SPEC.md Q6): one whose file was deleted has none, one whose file was replaced gets the new one.
 * `isGone` says which missing addresses were deleted; others may only not have been found yet.
 */
export function followUploads(
  cues: readonly CueState[],
  uploads: readonly UploadedSound[],
  isGone: (url: string) => boolean,
): CueState[] {
  const byUrl = new Map(uploads.map((upload) => [upload.url, upload]));
  return cues.map((cue) => {
    const { file, ...silent } = cue;
    if (!file || file.default || !cue.assignable) return cue;
    const upload = byUrl.get(file.url);
    if (!upload) return isGone(file.url) ? silent : cue;
    const { sum, base, ext, name, url } = upload;
    return sum === file.sum ? cue : { ...cue, file: { sum, base, ext, name, url, default: false } };
  });
}

function isUploaded(value: unknown): value is UploadedSound {
  const { url, sum } = (value ?? {}) as UploadedSound;
  return typeof url === 'string' && typeof sum === 'string';
}
