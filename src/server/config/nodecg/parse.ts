import type { z } from 'zod';
import { failure, success, type Result } from '#contract/result';
import type { ServerArguments } from '../arguments.ts';
import { nodecgSchema, type NodecgConfig } from './schema.ts';

export type { NodecgConfig } from './schema.ts';

/** `given`: what the file itself says of where to listen, and whether it says something about ending. `unknown`: keys that mean nothing, `logging.colour`. */
export type ParsedNodecgConfig = {
  config: NodecgConfig;
  given: { host?: string; port?: number; exitOnUncaught: boolean };
  unknown: string[];
};

/**
 * The server's configuration as NodeCG reads it. The command line counts where the file says nothing. Fails with every problem, each a
 * line for a person; none holds a value.
 */
export function parseNodecgConfig(value: object, args: ServerArguments = {}): Result<ParsedNodecgConfig, string[]> {
  const merged = withArguments(value, args);
  const parsed = nodecgSchema.safeParse(merged);
  if (!parsed.success) return failure(parsed.error.issues.map(describeIssue));
  const { enabled, disabled } = parsed.data.bundles;
  if (enabled && disabled) return failure(['It may only contain EITHER bundles.enabled OR bundles.disabled, not both.']);
  const says = (key: string) => Object.hasOwn(value, key);
  const given = {
    ...(says('host') ? { host: parsed.data.host } : {}),
    ...(says('port') ? { port: parsed.data.port } : {}),
    exitOnUncaught: says('exitOnUncaught'),
  };
  return success({ config: parsed.data, given, unknown: unknownKeys(value, parsed.data) });
}

function withArguments(value: object, { bundlesEnabled, bundlesDisabled, bundlesPaths }: ServerArguments): object {
  const bundles: unknown = (value as { bundles?: unknown }).bundles ?? {};
  if (typeof bundles !== 'object' || bundles === null || Array.isArray(bundles)) return value;
  const ofArguments = {
    ...(bundlesEnabled ? { enabled: bundlesEnabled } : {}),
    ...(bundlesDisabled ? { disabled: bundlesDisabled } : {}),
    ...(bundlesPaths ? { paths: bundlesPaths } : {}),
  };
  return Object.keys(ofArguments).length === 0 ? value : { ...value, bundles: { ...ofArguments, ...bundles } };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message;
  const place = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `"${place.replace(/^\./, '')}" ${demandOf(issue)}`;
}

function demandOf(issue: z.core.$ZodIssue): string {
  const kinds: Record<string, string> = {
    string: 'a string',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
  };
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be greater than ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return `is wrong: ${issue.message}`;
  }
}

/** What the schema has stripped, by its path. */
function unknownKeys(given: unknown, known: unknown, place = ''): string[] {
  if (typeof given !== 'object' || given === null || typeof known !== 'object' || known === null) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const path = Array.isArray(given) ? `${place}[${key}]` : place === '' ? key : `${place}.${key}`;
    if (!Object.hasOwn(known, key)) return value === undefined ? [] : [path];
    return unknownKeys(value, (known as Record<string, unknown>)[key], path);
  });
}
