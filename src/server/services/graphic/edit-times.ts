import type { BundleChange } from '#contract/bundle';

/** When a bundle's graphics were last edited, so that a page that was loaded before and connects after is known to be old. */
export function createEditTimes() {
  const times = new Map<string, Map<string, number>>();
  const everyFile = '*';

  return {
    record(change: BundleChange, at: number): void {
      if (change.kind === 'removed') return void times.delete(change.bundle);
      if (change.kind !== 'graphic' && change.kind !== 'config') return;
      const files = times.get(change.bundle) ?? new Map<string, number>();
      times.set(change.bundle, files);
      const targets = change.kind === 'graphic' ? change.targets : undefined;
      if (!targets) {
        files.clear();
        return void files.set(everyFile, at);
      }
      for (const file of targets) files.set(file, at);
    },
    wasEditedSince(bundle: string, file: string, loadedAt: number): boolean {
      const files = times.get(bundle);
      return Math.max(files?.get(everyFile) ?? 0, files?.get(file) ?? 0) > loadedAt;
    },
  };
}
