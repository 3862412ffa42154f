import { limits } from './limits.ts';
import { isContainer, type Json, type JsonObject } from './json.ts';
import { isAddressable, joinPath } from './operation-path.ts';
import type { PlainOperation } from './operations.ts';
import { isSameJson } from './same-json.ts';

const maxDepth = 32;

type Walk = { operations: PlainOperation[]; segments: string[] };

/**
 * Few and small operations that turn `from` into `to`; none if they are the same. Parts that the two share by identity are not looked
 * at, so between two states of one replicant this costs what was changed.
 */
export function diffOperations(from: Json | undefined, to: Json | undefined): PlainOperation[] {
  if (from === to) return [];
  const walk: Walk = { operations: [], segments: [] };
  if (diffInside(walk, from, to)) return walk.operations;
  return isSameJson(from, to) ? [] : [overwrite(to)];
}

/** The whole value as one operation. */
export function overwrite(newValue: Json | undefined): PlainOperation {
  return { path: '/', method: 'overwrite', args: newValue === undefined ? {} : { newValue } };
}

/** False: the two can only replace each other as a whole. */
function diffInside(walk: Walk, from: Json | undefined, to: Json | undefined): boolean {
  if (!isContainer(from) || !isContainer(to) || !isAddressable(walk.segments) || isTooDeep(walk)) return false;
  if (Array.isArray(from)) {
    if (!Array.isArray(to)) return false;
    diffArrays(walk, from, to);
    return true;
  }
  if (Array.isArray(to)) return false;
  // NodeCG's paths and properties can't name it, so only the whole can say it.
  if (hasUnnameable(from) || hasUnnameable(to)) return false;
  diffObjects(walk, from, to);
  return true;
}

/** Deeper down the whole is sent: paths have an end, and comparing level by level costs each level. */
function isTooDeep({ segments }: Walk): boolean {
  return segments.length > maxDepth || segments.reduce((sum, { length }) => sum + 2 * length + 1, 0) > limits.pathLength;
}

function hasUnnameable(value: JsonObject): boolean {
  return Object.keys(value).some((key) => key === '__proto__' || key.length > limits.pathLength);
}

function diffObjects(walk: Walk, from: JsonObject, to: JsonObject): void {
  const path = joinPathOf(walk);
  for (const prop of Object.keys(from)) {
    if (!Object.hasOwn(to, prop)) walk.operations.push({ path, method: 'delete', args: { prop } });
  }
  for (const prop of Object.keys(to)) {
    const newValue = to[prop] ?? null;
    if (!Object.hasOwn(from, prop)) walk.operations.push({ path, method: 'add', args: { prop, newValue } });
    else diffChild(walk, prop, { from: from[prop], to: newValue });
  }
}

function diffChild(walk: Walk, prop: string, { from, to }: { from: Json | undefined; to: Json }): void {
  if (from === to) return;
  const bothContain = isContainer(from) && isContainer(to);
  const before = walk.operations.length;
  walk.segments.push(prop);
  const isInside = bothContain && diffInside(walk, from, to);
  walk.segments.pop();
  if (isInside || (bothContain && isSameJson(from, to))) return;
  walk.operations.length = before;
  walk.operations.push({ path: joinPathOf(walk), method: 'update', args: { prop, newValue: to } });
}

/** What both have at their beginnings and ends stays; of what is between, as many items as can be are changed in place. */
function diffArrays(walk: Walk, from: Json[], to: Json[]): void {
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && isSameJson(from[head] ?? null, to[head] ?? null)) head++;
  let tail = 0;
  while (tail < shorter - head && isSameJson(from[from.length - 1 - tail] ?? null, to[to.length - 1 - tail] ?? null)) tail++;
  const removed = from.length - tail - head;
  const added = to.slice(head, to.length - tail).map((item) => item ?? null);
  if (removed === added.length) {
    added.forEach((item, index) => diffChild(walk, String(head + index), { from: from[head + index] ?? null, to: item }));
    return;
  }
  walk.operations.push({ path: joinPathOf(walk), method: 'splice', args: { mutatorArgs: [head, removed, ...added] } });
}

function joinPathOf({ segments }: Walk): string {
  return joinPath(segments);
}
