import { satisfies, valid, validRange } from 'semver';
import { nodecgVersion } from '#contract/nodecg-version';
import type { ProblemList } from '../problem-list.ts';
import { isRecord } from './manifest-context.ts';

/** The package's name, or undefined if it can't be one. */
export function parseName(raw: Record<string, unknown>, problems: ProblemList): string | undefined {
  const { name } = raw;
  if (name === undefined)
    problems.error(['name'], 'package.json has no "name"', 'Add "name"; it is the name of the bundle\'s folder.');
  else if (typeof name !== 'string' || !isBundleName(name)) {
    const fix = 'Use letters, digits, "-", "_" and "." without a leading dot: it is also a folder and a part of addresses.';
    problems.error(['name'], `${JSON.stringify(name)} can't be the name of a bundle`, fix);
  } else return name;
  return undefined;
}

function isBundleName(name: string): boolean {
  return (
    name.length <= 214 && !name.startsWith('.') && !/[\\/\u0000-\u001f?#%:]/.test(name) && name.trim() === name && name !== ''
  );
}

/** `0.0.0` when there is none, as npm does. */
export function parseVersion(raw: Record<string, unknown>, problems: ProblemList): string {
  const { version } = raw;
  if (version === undefined) return '0.0.0';
  if (typeof version === 'string' && valid(version)) return version;
  problems.warning(
    ['version'],
    `${JSON.stringify(version)} is not a version`,
    'Write it like "1.0.0"; other bundles may depend on it.',
  );
  return typeof version === 'string' ? version : '0.0.0';
}

/** Lenient, as real bundles need it: a range that doesn't fit is a warning. */
export function parseCompatibleRange(section: Record<string, unknown>, problems: ProblemList): string | undefined {
  const range = section.compatibleRange;
  const field = ['nodecg', 'compatibleRange'];
  if (typeof range !== 'string' || validRange(range) === null) {
    problems.warning(
      field,
      'There is no valid "nodecg.compatibleRange"',
      `Add the NodeCG versions that the bundle was made for, like "^${nodecgVersion}".`,
    );
    return undefined;
  }
  if (!satisfies(nodecgVersion, range)) {
    problems.warning(
      field,
      `The bundle was made for NodeCG ${range}; this server behaves like ${nodecgVersion}`,
      'It is loaded all the same; when it works, add this version to "compatibleRange".',
    );
  }
  return range;
}

/** `nodecg.bundleDependencies`: names and version ranges. */
export function parseDependencies(section: Record<string, unknown>, problems: ProblemList): Record<string, string> {
  const given = section.bundleDependencies;
  const field = ['nodecg', 'bundleDependencies'];
  if (given === undefined) return {};
  if (!isRecord(given)) {
    problems.error(field, '"bundleDependencies" must be an object', 'Write it like { "other-bundle": "^1.0.0" }.');
    return {};
  }
  const dependencies = Object.entries(given).filter((entry): entry is [string, string] => {
    const isRange = typeof entry[1] === 'string' && validRange(entry[1]) !== null;
    if (!isRange)
      problems.error(
        [...field, entry[0]],
        `${JSON.stringify(entry[1])} is not a version range`,
        'Write it like "^1.0.0", or "*" for any version.',
      );
    return isRange;
  });
  return Object.fromEntries(dependencies);
}
