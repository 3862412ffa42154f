import type { PanelView } from '#contract/bundle';
import { bundleAccessSchema, type BundleAccess } from '#contract/bundle-access';
import { nearestName } from '../nearest-name.ts';
import type { ProblemList } from '../problem-list.ts';
import { isRecord, reportIssues } from './manifest-context.ts';

const section = 'nodecg-next';
/** What `package.json` may have in our own section. */
const sectionKeys = ['access'];

/**
 * `"nodecg-next": { "access": … }`. What can't be understood is an error, not a warning: a role that isn't asked for because of a
 * misspelling would open what its author meant to close.
 */
export function parseAccess(
  raw: Record<string, unknown>,
  panels: readonly PanelView[],
  problems: ProblemList,
): BundleAccess | undefined {
  const own = raw[section];
  if (own === undefined) return undefined;
  if (!isRecord(own)) {
    problems.error([section], `"${section}" must be an object`, `Write it like "${section}": { "access": { … } }.`);
    return undefined;
  }
  for (const key of Object.keys(own)) {
    if (sectionKeys.includes(key) || nearestName(key, sectionKeys) === undefined) continue;
    problems.error([section, key], `"${key}" means nothing here: did you mean "access"?`, 'Rename it to "access".');
  }
  if (own.access === undefined) return undefined;
  const parsed = bundleAccessSchema.safeParse(own.access);
  if (!parsed.success) {
    reportIssues(problems, [section, 'access'], parsed.error);
    return undefined;
  }
  const names = new Set(panels.map(({ name }) => name));
  for (const name of Object.keys(parsed.data.panels ?? {}).filter((panel) => !names.has(panel)))
    problems.error(
      [section, 'access', 'panels', name],
      `There is no panel "${name}"`,
      'Name a panel of "nodecg.dashboardPanels".',
    );
  return parsed.data;
}
