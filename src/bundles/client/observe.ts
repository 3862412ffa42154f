import { isAddressable, joinPath } from '#contract/operation-path';
import { arrayMutators, type ArrayMutator, type Operation } from '#contract/operations';
import type { Json } from '#contract/json';
import type { ReplicantKey } from '#contract/replicant';
import { copyValue, hasOwn, isPlain, setOwn, toJson, type Container } from './json-copy.ts';

/** The replicant whose local copy is observed. */
export type Observed = {
  readonly key: ReplicantKey;
  /**
   * `browser`: an operation is recorded and the value stays until the server's frame. `extension`: it is applied at once as well, and
   * what is put in belongs to this replicant from then on. `draft`: applied at once, and thrown away later.
   */
  readonly mode: 'browser' | 'extension' | 'draft';
  /** The local copy's present root. */
  root(): unknown;
  /** Takes one operation before it is applied; throws to refuse it. */
  record(operation: Operation): void;
  /** A write went to an object that is no longer part of the value. */
  lost(): void;
};

type Link = { parent: Container; key: string };
type Place = { path: string; container: Container };
type Found = { keys: string[]; container: Container };

const targets = new WeakMap<object, Container>();
const owners = new WeakMap<object, Observed>();
const mutators: ReadonlySet<unknown> = new Set(arrayMutators);

/** The object behind one of our proxies; anything else is returned as it is. */
export function unwrap(value: unknown): unknown {
  return (typeof value === 'object' && value !== null && targets.get(value)) || value;
}

/**
 * A copy to keep in the replicant's own local value. In extensions an object belongs to one replicant for ever, as in NodeCG: giving
 * it to a second one throws.
 */
export function copyInto(owner: Observed, value: unknown): unknown {
  const source = unwrap(value);
  if (owner.mode === 'extension') claim(owner, source);
  return copyValue(source);
}

function claim(owner: Observed, value: unknown): void {
  if (!isPlain(value)) return;
  const source = unwrap(value) as Container;
  const other = owners.get(source);
  if (other && other !== owner) {
    throw new Error(
      `This object belongs to another Replicant, ${other.key.namespace}::${other.key.name}.` +
        `\nA given object cannot belong to multiple Replicants. Object value:\n${JSON.stringify(source, null, 2)}`,
    );
  }
  owners.set(source, owner);
  for (const item of Object.values(source)) claim(owner, item);
}

/** Returns what wraps the local copy's arrays and plain objects, so that every change of them is recorded as NodeCG's operations. */
export function createObserver(observed: Observed): (target: Container) => Container {
  const proxies = new WeakMap<Container, Container>();
  const links = new WeakMap<Container, Link>();

  const wrap = (target: Container): Container => {
    const known = proxies.get(target);
    if (known) return known;
    const proxy = new Proxy(target, handler);
    proxies.set(target, proxy);
    targets.set(proxy, target);
    owners.set(target, observed);
    return proxy;
  };

  const write = (
    target: Container,
    operationAt: (place: Place) => Operation,
    apply: (container: Container) => unknown,
  ): unknown => {
    const place = locate(observed.root(), links, target);
    if (!place) observed.lost();
    else if (isAddressable(place.keys)) observed.record(operationAt({ path: joinPath(place.keys), container: place.container }));
    else observed.record(overwriteAbove(observed.root(), place.keys, apply));
    if (observed.mode === 'browser') return undefined;
    if (place && place.container !== target) apply(place.container);
    return apply(target);
  };

  const handler: ProxyHandler<Container> = {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value === 'function') return boundMethod(target, key, value as (...args: unknown[]) => unknown);
      if (!isPlain(value) || typeof key !== 'string' || !hasOwn(target, key)) return value;
      links.set(value, { parent: target, key });
      return wrap(value);
    },
    set(target, key, value: unknown) {
      if (typeof key !== 'string') return Reflect.set(target, key, value);
      const next = unwrap(value);
      if (Reflect.get(target, key) === next) return true;
      const newValue = toJson(next);
      const copy = copyInto(observed, next);
      write(
        target,
        ({ path, container }) => ({ path, method: hasOwn(container, key) ? 'update' : 'add', args: { prop: key, newValue } }),
        (container) => setOwn(container, key, container === target ? copy : copyValue(copy)),
      );
      return true;
    },
    deleteProperty(target, key) {
      if (typeof key !== 'string') return Reflect.deleteProperty(target, key);
      if (!hasOwn(target, key)) return true;
      write(
        target,
        ({ path }) => ({ path, method: 'delete', args: { prop: key } }),
        (container) => Reflect.deleteProperty(container, key),
      );
      return true;
    },
  };

  function boundMethod(target: Container, key: string | symbol, method: (...args: unknown[]) => unknown): unknown {
    if (!Array.isArray(target)) return key === 'constructor' ? method : method.bind(target);
    if (!isMutator(key) || hasOwn(target, key)) return method;
    return (...args: unknown[]) => mutate(target, key, args);
  }

  function mutate(target: unknown[], method: ArrayMutator, args: unknown[]): unknown {
    const operationAt = mutatorOperation(target, method, args);
    const result = write(target, operationAt, (container) => {
      const done: unknown = Reflect.apply(Array.prototype[method], container, ownArguments(observed, method, args));
      if (method === 'fill' || method === 'copyWithin') separateItems(container as unknown[]);
      return done;
    });
    return result === target ? wrap(target) : result;
  }

  return wrap;
}

function isMutator(key: string | symbol): key is ArrayMutator {
  return mutators.has(key);
}

/** Copies of what is put into the array; the comparator of a sort stays what it is. */
function ownArguments(observed: Observed, method: ArrayMutator, args: unknown[]): unknown[] {
  return method === 'sort' ? args : args.map((argument) => copyInto(observed, argument));
}

/** A sort by a function can't travel: it becomes the sorted array. */
function mutatorOperation(target: unknown[], method: ArrayMutator, args: unknown[]): (place: Place) => Operation {
  if (method === 'sort') {
    if (typeof args[0] !== 'function') return ({ path }) => ({ path, method, args: { mutatorArgs: [] } });
    const newValue = toJson([...target].sort(args[0] as (left: unknown, right: unknown) => number));
    return ({ path }) => ({ path, method: 'overwrite', args: { newValue } });
  }
  const positions = { splice: [0, 1], fill: [1, 2], copyWithin: [0, 1, 2] }[method as string] ?? [];
  const finite = args.map((argument, index) =>
    positions.includes(index) ? clampInfinity(argument, target.length) : unwrap(argument),
  );
  const mutatorArgs = toJson(finite) as Json[];
  return ({ path }) => ({ path, method, args: { mutatorArgs } });
}

/** `splice(2, Infinity)` is common, and JSON has no Infinity. */
function clampInfinity(position: unknown, length: number): unknown {
  if (position === Infinity) return length;
  return position === -Infinity ? -length : position;
}

/** `fill` and `copyWithin` put one object at several places; here each place has its own. */
function separateItems(array: unknown[]): void {
  const seen = new Set<unknown>();
  array.forEach((item, index) => {
    if (isPlain(item) && seen.has(item)) array[index] = copyValue(item);
    seen.add(item);
  });
}

/**
 * Where a write to `target` goes: its present path, or, when an ancestor was replaced, what is now at its former place (NodeCG's
 * rule). Undefined when it is nowhere any more, as an item that was removed from its array.
 */
function locate(root: unknown, links: WeakMap<Container, Link>, target: Container): Found | undefined {
  const keys: string[] = [];
  let top = target;
  for (let link = links.get(top); link; link = links.get(top)) {
    const key = keyIn(link, top);
    if (key === undefined) return undefined;
    keys.unshift(key);
    top = link.parent;
  }
  const container = descend(root, keys);
  if (!isPlain(container) || Array.isArray(container) !== Array.isArray(target)) return undefined;
  return { keys, container };
}

function descend(root: unknown, keys: string[]): unknown {
  return keys.reduce<unknown>((node, key) => (isPlain(node) && hasOwn(node, key) ? Reflect.get(node, key) : undefined), root);
}

/** A change at a place that no path can name, as an overwrite of the nearest container above that one can. */
function overwriteAbove(root: unknown, keys: string[], apply: (container: Container) => unknown): Operation {
  let depth = keys.length;
  while (!isAddressable(keys.slice(0, depth))) depth -= 1;
  const copy = copyValue(descend(root, keys.slice(0, depth)));
  apply(descend(copy, keys.slice(depth)) as Container);
  return { path: joinPath(keys.slice(0, depth)), method: 'overwrite', args: { newValue: toJson(copy) } };
}

function keyIn(link: Link, child: Container): string | undefined {
  if (!Array.isArray(link.parent) || Reflect.get(link.parent, link.key) === child) return link.key;
  const index = link.parent.indexOf(child);
  if (index < 0) return undefined;
  link.key = String(index);
  return link.key;
}
