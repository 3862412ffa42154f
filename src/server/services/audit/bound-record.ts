import type { AuditRecord } from '#contract/audit';
import { isContainer, type Json } from '#contract/json';
import { measureJson } from '#contract/measure-json';

/** Characters of `before` and `after` each, about. */
const mostLength = 4_000;
const mostText = 600;
const mostItems = 60;
const mostDepth = 12;
/** Places that are compared to find what differs in large values. */
const mostSteps = 20_000;

const secretName =
  /pass(word|wd|phrase)|secret|token|api[-_]?key|stream[-_]?key|private[-_]?key|credential|authori[sz]ation|cookie/i;
/** Stands where something secret was. */
export const hidden = '[secret]';

/** A record as it may be kept: no longer than a bound, with a mark where something was left out, and without what must stay secret. */
export function boundRecord(record: AuditRecord): AuditRecord {
  const { actor, action, target, origin, result, reason, count } = record;
  const isSecret = secretName.test(target);
  const { before, after } = narrowPair(record);
  return {
    actor: { kind: actor.kind, id: text(actor.id, 256), ...(actor.role === undefined ? {} : { role: text(actor.role, 32) }) },
    action,
    target: text(target, 1_024),
    ...(before === undefined ? {} : { before: isSecret ? hidden : cutJson(before) }),
    ...(after === undefined ? {} : { after: isSecret ? hidden : cutJson(after) }),
    origin: { address: text(origin.address, 64), userAgent: text(origin.userAgent, 512) },
    result,
    ...(reason === undefined ? {} : { reason: text(reason, 500) }),
    ...(count === undefined || count <= 1 ? {} : { count: Math.min(Math.floor(count), 2_147_483_647) }),
  };
}

/** What a text column takes: no NUL, no half characters. */
function text(value: string, most: number): string {
  const cut = value.length > most ? `${value.slice(0, most - 1)}…` : value;
  return cut
    .replaceAll('\u0000', '\ufffd')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** Of large values only what differs is worth its place. */
function narrowPair({ before, after }: AuditRecord): { before: Json | undefined; after: Json | undefined } {
  if (before === undefined || after === undefined) return { before, after };
  if (measureJson(before, mostLength) <= mostLength && measureJson(after, mostLength) <= mostLength) return { before, after };
  return narrow(before, after, { left: mostSteps }, 0);
}

type Pair = { before: Json | undefined; after: Json | undefined };

/** Objects with the differing places alone, arrays as objects with their numbers as names. What is the same object is the same: values never change in place. */
function narrow(before: Json | undefined, after: Json | undefined, steps: { left: number }, depth: number): Pair {
  steps.left -= 1;
  if (before === after) return { before: undefined, after: undefined };
  if (steps.left <= 0 || depth > mostDepth || !isContainer(before) || !isContainer(after)) return { before, after };
  if (Array.isArray(before) !== Array.isArray(after)) return { before, after };
  const was: [string, Json][] = [];
  const is: [string, Json][] = [];
  for (const key of new Set([...namesOf(before), ...namesOf(after)])) {
    if (steps.left <= 0) break;
    const pair = narrow(at(before, key), at(after, key), steps, depth + 1);
    if (pair.before !== undefined) was.push([key, pair.before]);
    if (pair.after !== undefined) is.push([key, pair.after]);
  }
  if (was.length === 0 && is.length === 0) return { before: undefined, after: undefined };
  return { before: Object.fromEntries(was), after: Object.fromEntries(is) };
}

function namesOf(value: Json[] | { [key: string]: Json }): string[] {
  return Object.keys(value).slice(0, mostSteps);
}

function at(value: Json[] | { [key: string]: Json }, key: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** At most about {@link mostLength} characters, whatever comes in, and never more work than that. */
function cutJson(value: Json): Json {
  return cut(value, { left: mostLength }, 0);
}

function cut(value: Json, budget: { left: number }, depth: number): Json {
  if (typeof value === 'string') return cutText(value, budget);
  budget.left -= 4;
  if (!isContainer(value)) return value;
  if (depth >= mostDepth || budget.left <= 0) return '…';
  return Array.isArray(value) ? cutItems(value, budget, depth) : cutFields(value, budget, depth);
}

function cutText(value: string, budget: { left: number }): string {
  const most = Math.max(0, Math.min(mostText, budget.left));
  budget.left -= Math.min(value.length, most) + 2;
  return value.length <= most ? value : `${value.slice(0, most)}… (${value.length - most} more characters)`;
}

function cutItems(value: Json[], budget: { left: number }, depth: number): Json[] {
  const kept: Json[] = [];
  for (const item of value) {
    if (kept.length >= mostItems || budget.left <= 0) {
      kept.push(`… (${value.length - kept.length} more items)`);
      break;
    }
    kept.push(cut(item, budget, depth + 1));
  }
  return kept;
}

function cutFields(value: { [key: string]: Json }, budget: { left: number }, depth: number): Json {
  const kept: [string, Json][] = [];
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    if (kept.length >= mostItems || budget.left <= 0) {
      kept.push(['…', 'more fields']);
      break;
    }
    budget.left -= key.length + 4;
    const name = key.length > mostText ? `${key.slice(0, mostText)}…` : key;
    kept.push([name, secretName.test(key) ? hidden : cut(value[key] as Json, budget, depth + 1)]);
  }
  return Object.fromEntries(kept);
}
