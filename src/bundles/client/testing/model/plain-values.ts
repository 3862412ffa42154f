import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';

/* What operations mean, said a second time in plain JavaScript: the product's own code for it must not judge itself. */

type Tree = Record<string, Json>;

/** What NodeCG's operations make of a value. Throws where they can't be made. */
export function interpret(value: Json | undefined, operations: readonly Operation[]): Json | undefined {
  const holder: Tree = value === undefined ? {} : { root: structuredClone(value) };
  for (const { path, method, args } of operations) {
    const keys = [
      'root',
      ...path
        .split('/')
        .slice(1)
        .filter((key) => key !== '')
        .map((key) => key.replaceAll('~1', '/')),
    ];
    if (method === 'overwrite') put(reach(holder, keys.slice(0, -1)), keys.at(-1) ?? '', args.newValue);
    else if (method === 'add' || method === 'update') put(reach(holder, keys), args.prop, args.newValue);
    else if (method === 'delete') delete reach(holder, keys)[args.prop];
    else if ('mutatorArgs' in args) mutate(reach(holder, keys), method, args.mutatorArgs);
    else throw new Error(`${method} must not leave the server`);
  }
  return holder.root;
}

function reach(tree: Tree, keys: string[]): Tree {
  let at = tree;
  for (const key of keys) {
    const next = at[key];
    if (typeof next !== 'object' || next === null) throw new Error(`nothing to go into at ${keys.join('/')}`);
    at = next as Tree;
  }
  return at;
}

function put(tree: Tree, key: string, value: Json | undefined): void {
  if (value === undefined) delete tree[key];
  else tree[key] = structuredClone(value);
}

function mutate(array: unknown, method: string, args: Json[]): void {
  if (!Array.isArray(array)) throw new Error(`${method} needs an array`);
  const methods = array as unknown as Record<string, (...items: Json[]) => unknown>;
  methods[method]?.(...structuredClone(method === 'sort' ? [] : args));
}

/**
 * Every place of a value with what is there. Items of lists are places by their `id`, texts in lists by themselves: where in its list one stands
 * belongs to nobody.
 */
export function leavesOf(value: Json | undefined, at = ''): Map<string, Json> {
  const leaves = new Map<string, Json>();
  collect(leaves, value, at);
  return leaves;
}

function collect(leaves: Map<string, Json>, value: Json | undefined, at: string): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null) return void leaves.set(at, value);
  for (const [key, child] of Object.entries(value))
    collect(leaves, child, `${at}/${Array.isArray(value) ? nameOf(child, key) : key}`);
}

function nameOf(item: Json, index: string): string {
  if (typeof item === 'string') return `text ${item}`;
  const isNamed = typeof item === 'object' && item !== null && !Array.isArray(item) && item.id !== undefined;
  return isNamed ? `item ${JSON.stringify(item.id)}` : index;
}

/** The places where two values differ. */
export function differences(before: Json | undefined, after: Json | undefined): string[] {
  const [a, b] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((leaf) => a.get(leaf) !== b.get(leaf));
}

/** How often a number that is a sum of different powers of 4 holds the power `exponent`. */
export function digitOf(sum: number, exponent: number): number {
  return Math.floor(sum / 4 ** exponent) % 4;
}
/** So many different powers of 4 add up without loss. */
export const digits = 26;
