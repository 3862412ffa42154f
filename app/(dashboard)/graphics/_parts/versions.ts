import type { BundleView } from '#contract/bundle';
import type { GraphicInstance } from '#contract/graphic';

/** What an open page shows and what it would show now, for people: version and commit. `differ` is false where only files were edited. */
export function versionsOf(instance: GraphicInstance, bundle: BundleView): { shows: string; newest: string; differ: boolean } {
  const shows = describe(instance.bundleVersion, instance.bundleGitHash);
  const newest = describe(bundle.version, bundle.git?.hash);
  return { shows, newest, differ: shows !== newest };
}

function describe(version: string, hash: string | undefined): string {
  return [version, hash?.slice(0, 7)].filter(Boolean).join(' · ');
}
