import type { ErrorObject } from 'ajv';
import { isContainer, type Json, type JsonObject } from '#contract/json';

/** What breaks a JSON Schema, in plain words: the first deepest place, since what ajv says of the places around it only follows. */
export function explainSchema(errors: readonly ErrorObject[], schema: Json): string {
  const depthOf = ({ instancePath }: ErrorObject): number => instancePath.split('/').length;
  const deepest = errors.reduce<ErrorObject | undefined>(
    (best, error) => (best && depthOf(best) >= depthOf(error) ? best : error),
    undefined,
  );
  if (!deepest) return 'it breaks the rules of its draft';
  const segments = deepest.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const here = errors.filter(({ instancePath }) => instancePath === deepest.instancePath);
  const subject = segments.length === 0 ? 'it' : `"${segments.join('.')}" is ${shorten(valueAt(schema, segments))}, but`;
  return `${subject} ${ruleOf(here, deepest)}`;
}

function ruleOf(errors: readonly ErrorObject[], first: ErrorObject): string {
  const allowed = errors.find(({ keyword }) => keyword === 'enum')?.params.allowedValues as unknown[] | undefined;
  if (allowed) return `must be one of ${allowed.map((value) => JSON.stringify(value)).join(', ')}`;
  const types = new Set(
    errors.filter(({ keyword }) => keyword === 'type').flatMap(({ params }) => params.type as string | string[]),
  );
  if (types.size > 0) return `must be ${[...types].map(withArticle).join(' or ')}`;
  if (first.keyword === 'minItems') return 'must not be empty';
  if (first.keyword === 'uniqueItems') return 'must not list anything twice';
  return (first.message ?? 'is not allowed').replace('NOT', 'not');
}

function withArticle(type: string): string {
  return `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function shorten(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function valueAt(schema: Json, segments: readonly string[]): Json | undefined {
  return segments.reduce<Json | undefined>((at, name) => (isContainer(at) ? (at as JsonObject)[name] : undefined), schema);
}
