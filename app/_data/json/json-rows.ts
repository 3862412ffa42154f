import { isContainer, type Json, type JsonObject } from '#contract/json';

/** Children of one container that are shown in one go; more are shown in ranges of this many, closed at first. */
export const rangeSize = 200;
/** What opens by itself: the outer two levels, where they are short. */
const openDepth = 2;
const openCount = 40;

/** One line of a value's tree. `range` stands for the children `from` to `to` of a long container. */
export type JsonRow = {
  /** Unique, and the same from state to state. */
  id: string;
  path: string[];
  depth: number;
  /** What its line begins with; undefined for the root. */
  label: string | undefined;
  value: Json | undefined;
  kind: 'leaf' | 'container' | 'range';
  count: number;
  isOpen: boolean;
};

/** The lines of a value: everything that is open. `toggled` are the ids that somebody opened or closed against the default. */
export function rowsOf(value: Json | undefined, toggled: ReadonlySet<string>): JsonRow[] {
  const rows: JsonRow[] = [];
  addValue({ value, label: undefined, path: [] }, 0, { rows, toggled });
  return rows;
}

/** The id of what is at a path. */
export function rowId(path: readonly string[]): string {
  return path.join('\u0000');
}

/** A copy without this id if it was in, else with it. */
export function toggle(toggled: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(toggled);
  if (!next.delete(id)) next.add(id);
  return next;
}

type Output = { rows: JsonRow[]; toggled: ReadonlySet<string> };
type Node = { value: Json | undefined; label: string | undefined; path: string[] };

function addValue({ value, label, path }: Node, depth: number, output: Output): void {
  const id = rowId(path);
  const isLeaf = !isContainer(value);
  const count = isLeaf ? 0 : Array.isArray(value) ? value.length : Object.keys(value).length;
  const isOpen = !isLeaf && count > 0 && (depth < openDepth && (depth === 0 || count <= openCount)) !== output.toggled.has(id);
  output.rows.push({ id, path, depth, label, value, kind: isLeaf ? 'leaf' : 'container', count, isOpen });
  if (isLeaf || !isOpen) return;
  const keys = Array.isArray(value) ? undefined : Object.keys(value);
  if (count <= rangeSize) return addChildren({ value, path, keys }, [0, count], depth + 1, output);
  for (let from = 0; from < count; from += rangeSize)
    addRange({ value, path, keys }, [from, Math.min(count, from + rangeSize)], depth + 1, output);
}

type Container = { value: Json[] | JsonObject; path: string[]; keys: string[] | undefined };
type Span = [from: number, to: number];

function addRange(container: Container, [from, to]: Span, depth: number, output: Output): void {
  const { path, keys, value } = container;
  const id = `${rowId(path)}\u0001${from}`;
  const isOpen = output.toggled.has(id);
  const label = keys ? `${keys[from]} … ${keys[to - 1]}` : `${from} … ${to - 1}`;
  output.rows.push({ id, path, depth, label, value, kind: 'range', count: to - from, isOpen });
  if (isOpen) addChildren(container, [from, to], depth + 1, output);
}

function addChildren({ value, path, keys }: Container, [from, to]: Span, depth: number, output: Output): void {
  for (let index = from; index < to; index += 1) {
    const key = keys?.[index] ?? String(index);
    addValue({ value: (value as JsonObject)[key] ?? null, label: key, path: [...path, key] }, depth, output);
  }
}
