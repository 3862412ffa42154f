import type { BundleView } from '#contract/bundle';
import type { PanelRef } from './workspaces.ts';

/** The dialogs of all enabled bundles. */
export function dialogsOf(bundles: readonly BundleView[]): PanelRef[] {
  return bundles
    .filter((bundle) => bundle.enabled)
    .flatMap((bundle) =>
      bundle.panels.filter((panel) => panel.dialog).map((panel) => ({ id: `${bundle.name}.${panel.name}`, bundle, panel })),
    );
}

/** NodeCG's name for a dialog's element, by which bundles find it. */
export function dialogElementId({ bundle, panel }: PanelRef): string {
  return `${bundle.name}_${panel.name}`;
}
