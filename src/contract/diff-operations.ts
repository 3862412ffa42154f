import { isContainer, type Json, type JsonObject } from './json.ts';
import { isAddressable, joinPath } from './operation-path.ts';
import type { PlainOperation } from './operations.ts';
import { isSameJson } from './same-json.ts';

/** The fewest operations that this finds from one value to another: none where they are equal. */
export function diffOperations(from: Json | undefined, to: Json | undefined): PlainOperation[] {
  const operations: PlainOperation[] = [];
  compare(from, to, [], operations);
  return operations;
}

function compare(from: Json | undefined, to: Json | undefined, at: string[], out: PlainOperation[]): void {
  if (isSameJson(from, to)) return;
  const fits = isContainer(from) && isContainer(to) && Array.isArray(from) === Array.isArray(to);
  if (!fits || !isAddressable(at) || (Array.isArray(from) && Array.isArray(to) && from.length !== to.length)) {
    out.push(put(at, to));
    return;
  }
  const [before, after] = [from as JsonObject, to as JsonObject];
  for (const key of Object.keys(before))
    if (!Object.hasOwn(after, key)) out.push({ path: joinPath(at), method: 'delete', args: { prop: key } });
  for (const key of Object.keys(after)) {
    if (Object.hasOwn(before, key)) compare(before[key], after[key], [...at, key], out);
    else out.push({ path: joinPath(at), method: 'add', args: { prop: key, newValue: after[key] } });
  }
}

function put(at: string[], newValue: Json | undefined): PlainOperation {
  const prop = at.at(-1);
  if (prop === undefined) return { path: '/', method: 'overwrite', args: { newValue } };
  return { path: joinPath(at.slice(0, -1)), method: 'update', args: { prop, newValue } };
}
