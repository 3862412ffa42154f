import type { BundleGit, BundleView } from '#contract/bundle';
import type { GraphicInstance } from '#contract/graphic';

/** One of NodeCG's records in its replicant `graphics:instances`. */
export type NodecgInstance = {
  ipv4: string;
  timestamp: number;
  bundleName: string;
  bundleVersion: string;
  bundleGit?: BundleGit;
  pathName: string;
  singleInstance: boolean;
  socketId: string;
  open: boolean;
  potentiallyOutOfDate: boolean;
};

/** A page as NodeCG tells of it. The commit that it shows is told whole where it is still the bundle's. */
export function toNodecgInstance(instance: GraphicInstance, bundles: readonly BundleView[]): NodecgInstance {
  const bundle = bundles.find(({ name }) => name === instance.bundle);
  const git = instance.bundleGitHash === undefined ? undefined : gitOf(instance.bundleGitHash, bundle?.git);
  return {
    ipv4: instance.address,
    timestamp: Math.round(instance.loadedAt),
    bundleName: instance.bundle,
    bundleVersion: instance.bundleVersion,
    ...(git ? { bundleGit: git } : {}),
    pathName: instance.url,
    singleInstance: bundle?.graphics.some(({ url, singleInstance }) => url === instance.url && singleInstance) ?? false,
    socketId: instance.id,
    open: !instance.closed,
    potentiallyOutOfDate: instance.outOfDate,
  };
}

function gitOf(hash: string, current: BundleGit | undefined): BundleGit {
  return current?.hash === hash ? current : { branch: current?.branch ?? '', hash, shortHash: hash.slice(0, 7) };
}
