/** Why a file's name can't be taken. */
export type AssetNameProblem = 'empty' | 'hidden' | 'separator' | 'control' | 'reserved' | 'ending' | 'long';

/** What the file systems that crews use can hold. */
const longestName = 255;
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * Undefined for a name that is plainly one file's on every system. Names that begin with a dot are for programs (`.DS_Store`, unfinished
 * uploads); those that Windows reserves, or would cut short, could not move to it with the show.
 */
export function problemOfAssetName(name: string): AssetNameProblem | undefined {
  if (name.trim() === '') return 'empty';
  if (/[/\\]/.test(name)) return 'separator';

  if (/[\u0000-\u001f\u007f]/.test(name)) return 'control';
  if (name.startsWith('.')) return 'hidden';
  if (/[. ]$/.test(name)) return 'ending';
  if (reserved.test(name)) return 'reserved';
  return new TextEncoder().encode(name).length > longestName ? 'long' : undefined;
}

/** The name as it is kept: browsers on macOS send accents apart from their letters. */
export function normalAssetName(name: string): string {
  return name.normalize('NFC');
}

/** Whether a category takes files of this name; the case of letters doesn't matter. Without types it takes all. */
export function isAllowedType(name: string, allowedTypes: readonly string[] | undefined): boolean {
  if (!allowedTypes || allowedTypes.length === 0) return true;
  const lower = name.toLowerCase();
  return allowedTypes.some((type) => lower.endsWith(`.${type.toLowerCase().replace(/^\./, '')}`));
}

/** A file name's ending in lower case and without the dot; empty where there is none. */
export function extensionOf(base: string): string {
  return /\.([^.]+)$/.exec(base)?.[1]?.toLowerCase() ?? '';
}
