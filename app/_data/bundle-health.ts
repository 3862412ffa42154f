import type { BundleView, ExtensionState } from '#contract/bundle';

/** `down`: its newest version doesn't run. `half`: its pages run, but not its extension, so that buttons may have no effect. */
export type BundleHealth = 'good' | 'half' | 'down';

const isExtensionDown: Record<ExtensionState, boolean> = {
  none: false,
  starting: false,
  running: false,
  unresponsive: true,
  restarting: true,
  stopped: true,
  failed: true,
};

/** How much of an enabled bundle works. A disabled one is as somebody wants it. */
export function bundleHealth({ enabled, state, extension }: Pick<BundleView, 'enabled' | 'state' | 'extension'>): BundleHealth {
  if (!enabled) return 'good';
  if (state === 'failed' || state === 'blocked') return 'down';
  return state === 'running' && isExtensionDown[extension.state] ? 'half' : 'good';
}
