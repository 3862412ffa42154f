import { satisfies } from 'semver';
import type { BundleProblem } from '#contract/bundle';

/** What the order is made from. `unusable`: why others can't depend on it (`is disabled`); it isn't ordered itself. */
export type OrderInput = { name: string; version: string; dependencies: Record<string, string>; unusable?: string };

/** `order`: bundles that run, dependencies first. `stopped`: those that can't, and why. */
export type Resolution = { order: string[]; stopped: Map<string, { state: 'blocked' | 'failed'; problem: BundleProblem }> };

type Inputs = ReadonlyMap<string, OrderInput>;

/** Orders by dependencies, and by name where they don't decide. Members of a cycle fail, dependents of what doesn't run are blocked. */
export function resolveOrder(bundles: readonly OrderInput[]): Resolution {
  const inputs: Inputs = new Map(bundles.map((bundle) => [bundle.name, bundle]));
  const resolution: Resolution = { order: [], stopped: new Map() };
  const usable = bundles.filter((bundle) => bundle.unusable === undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const bundle of usable) {
    const cycle = findCycle(bundle.name, inputs);
    if (cycle) resolution.stopped.set(bundle.name, { state: 'failed', problem: cycleProblem(cycle) });
  }
  const done = new Set<string>();
  for (const bundle of usable) place(bundle, { inputs, resolution, done });
  return resolution;
}

type Placing = { inputs: Inputs; resolution: Resolution; done: Set<string> };

function place(bundle: OrderInput, placing: Placing): void {
  const { inputs, resolution, done } = placing;
  if (done.has(bundle.name) || resolution.stopped.has(bundle.name)) return;
  done.add(bundle.name);
  for (const [name, range] of Object.entries(bundle.dependencies)) {
    const dependency = inputs.get(name);
    if (dependency && dependency.unusable === undefined) place(dependency, placing);
    const reason = whyNot(name, range, placing);
    if (reason === undefined) continue;
    resolution.stopped.set(bundle.name, { state: 'blocked', problem: dependencyProblem(name, range, reason) });
    return;
  }
  resolution.order.push(bundle.name);
}

function whyNot(name: string, range: string, { inputs, resolution }: Placing): string | undefined {
  const dependency = inputs.get(name);
  if (!dependency) return 'is not installed';
  if (dependency.unusable !== undefined) return dependency.unusable;
  const stopped = resolution.stopped.get(name);
  if (stopped) return stopped.state === 'failed' ? 'has failed' : 'is blocked itself';
  return satisfies(dependency.version, range) ? undefined : `has version ${dependency.version}`;
}

/** The shortest way from a bundle back to itself. */
function findCycle(start: string, inputs: Inputs): string[] | undefined {
  const paths: string[][] = [[start]];
  const seen = new Set<string>();
  for (let path = paths.shift(); path; path = paths.shift()) {
    for (const name of Object.keys(inputs.get(path.at(-1) ?? '')?.dependencies ?? {})) {
      if (name === start) return [...path, start];
      const dependency = inputs.get(name);
      if (seen.has(name) || !dependency || dependency.unusable !== undefined) continue;
      seen.add(name);
      paths.push([...path, name]);
    }
  }
  return undefined;
}

function cycleProblem(cycle: string[]): BundleProblem {
  const message = `These bundles depend on each other in a circle: ${cycle.join(' -> ')}`;
  return {
    severity: 'error',
    file: 'package.json',
    field: 'nodecg.bundleDependencies',
    message,
    fix: 'Remove one of these dependencies.',
  };
}

function dependencyProblem(name: string, range: string, reason: string): BundleProblem {
  const field = `nodecg.bundleDependencies.${name}`;
  const message = `It needs the bundle "${name}" (${range}), which ${reason}`;
  return { severity: 'error', file: 'package.json', field, message, fix: fixFor(name, range, reason) };
}

function fixFor(name: string, range: string, reason: string): string {
  if (reason === 'is not installed') return `Put "${name}" into the bundles folder.`;
  if (reason.startsWith('has version')) return `Install a version of "${name}" that fits ${range}, or change the range.`;
  return reason === 'is disabled' ? `Enable "${name}".` : `Correct "${name}" first.`;
}
