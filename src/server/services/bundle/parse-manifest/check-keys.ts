import { nearestName } from '../nearest-name.ts';
import type { FieldPath, ProblemList } from '../problem-list.ts';

/** What `package.json` may have below `nodecg`. */
export const sectionKeys = [
  'compatibleRange',
  'bundleDependencies',
  'transformBareModuleSpecifiers',
  'dashboardPanels',
  'graphics',
  'assetCategories',
  'mount',
  'soundCues',
];

/** And in the items of its lists. */
export const itemKeys: Record<string, readonly string[]> = {
  dashboardPanels: ['name', 'title', 'file', 'width', 'headerColor', 'workspace', 'fullbleed', 'dialog', 'dialogButtons'],
  graphics: ['file', 'width', 'height', 'title', 'singleInstance'],
  assetCategories: ['name', 'title', 'allowedTypes'],
  mount: ['directory', 'endpoint'],
  soundCues: ['name', 'assignable', 'defaultVolume', 'defaultFile', 'channels'],
};

/** Warns of keys that are probably misspelt: others may be of use to somebody else. */
export function checkKeys(problems: ProblemList, path: FieldPath, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    const meant = known.includes(key) ? undefined : nearestName(key, known);
    if (meant === undefined || Object.hasOwn(given, meant)) continue;
    problems.warning([...path, key], `"${key}" means nothing here: did you mean "${meant}"?`, `Rename it to "${meant}".`);
  }
}

/** The key that was probably meant to be `wanted`. */
export function misspelt(given: object, wanted: string, known: readonly string[] = [wanted]): string | undefined {
  return Object.keys(given).find((key) => !known.includes(key) && nearestName(key, known) === wanted);
}
