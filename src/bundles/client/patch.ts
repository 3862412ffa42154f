import type { Json } from '#contract/json';
import { copyValue, hasOwn, isPlain, setOwn, type Container } from './json-copy.ts';

const nothingFresh: ReadonlySet<unknown> = new Set();

/**
 * Turns `target`, a mutable copy of `from`, into a copy of `to` and returns what to use from now on. What `from` and `to` share by
 * identity is not looked at, so the cost is that of the change. Containers stay the same objects wherever they can, and array items
 * follow their content; those in `fresh` are new values as far as their readers are concerned and get new objects.
 */
export function patch(
  target: unknown,
  from: Json | undefined,
  to: Json | undefined,
  fresh: ReadonlySet<unknown> = nothingFresh,
): unknown {
  if (from === to) return target;
  if (!isPlain(to)) return to;
  if (fresh.has(to) || !isPlain(from) || !isPlain(target)) return copyValue(to);
  if (Array.isArray(to)) {
    if (!Array.isArray(from) || !Array.isArray(target)) return copyValue(to);
    patchArray(target, from, to, fresh);
  } else {
    if (Array.isArray(from) || Array.isArray(target)) return copyValue(to);
    patchObject(target, from, to, fresh);
  }
  return target;
}

type JsonRecord = { [key: string]: Json };

function patchObject(target: Record<string, unknown>, from: JsonRecord, to: JsonRecord, fresh: ReadonlySet<unknown>): void {
  for (const key of Object.keys(from)) if (!hasOwn(to, key)) delete target[key];
  for (const key of Object.keys(to)) {
    const before = hasOwn(from, key) ? from[key] : undefined;
    if (before !== to[key]) setOwn(target, key, patch(target[key], before, to[key], fresh));
  }
}

function patchArray(target: unknown[], from: Json[], to: Json[], fresh: ReadonlySet<unknown>): void {
  // A local copy whose length differs was changed behind our back (holes, `length`): start over inside the same array.
  const known = target.length === from.length ? from : [];
  const old = target.length === from.length ? target.slice() : [];
  let head = 0;
  while (head < known.length && head < to.length && known[head] === to[head]) head += 1;
  let tail = 0;
  while (tail < known.length - head && tail < to.length - head && known[known.length - 1 - tail] === to[to.length - 1 - tail])
    tail += 1;
  const middle = patchItems(
    old.slice(head, old.length - tail),
    known.slice(head, known.length - tail),
    to.slice(head, to.length - tail),
    fresh,
  );
  target.length = to.length;
  for (let index = head; index < to.length - tail; index += 1) {
    if (index in to) target[index] = middle[index - head];
    else Reflect.deleteProperty(target, index);
  }
  for (let index = 1; index <= tail; index += 1) target[to.length - index] = old[old.length - index];
}

function patchItems(old: unknown[], from: Json[], to: Json[], fresh: ReadonlySet<unknown>): unknown[] {
  const unused = new Map<Json, unknown>();
  from.forEach((item, index) => isPlain(item) && unused.set(item, old[index]));
  const moved = to.map((item) => take(unused, item));
  return to.map((item, index) => {
    if (moved[index]) return moved[index];
    const before = from[index];
    const reusable = before === undefined ? undefined : take(unused, before);
    return reusable ? patch(reusable, before, item, fresh) : copyValue(item);
  });
}

/** Each object is used once: the same immutable value may stand at two places, a mutable one must not. */
function take(unused: Map<Json, unknown>, item: Json): Container | undefined {
  const found = unused.get(item);
  if (!isPlain(found)) return undefined;
  unused.delete(item);
  return found;
}
