import type { GraphicView, PanelView } from '#contract/bundle';
import type { Json } from '#contract/json';
import type { LoadedBundle } from '#services/bundle/types';

/** Fields of package.json that NodeCG hands on as they are. */
const packageFields = ['license', 'description', 'homepage', 'author', 'contributors'] as const;

/**
 * A bundle as NodeCG's replicant `bundles` shows it. This travels to every page: without the absolute paths, the configuration and the
 * panels' HTML that NodeCG puts in.
 */
export function toNodecgBundle({ name, manifest, extensionEntry, git }: LoadedBundle): Record<string, unknown> {
  const raw = manifest.raw as Record<string, Json>;
  return {
    name,
    version: manifest.version,
    ...Object.fromEntries(packageFields.flatMap((field) => (raw[field] === undefined ? [] : [[field, raw[field]]]))),
    ...(manifest.compatibleRange !== undefined && { compatibleRange: manifest.compatibleRange }),
    bundleDependencies: manifest.bundleDependencies,
    hasExtension: extensionEntry !== undefined,
    ...(git && { git }),
    graphics: manifest.graphics.map(toGraphic),
    dashboard: { panels: manifest.panels.map((panel) => toPanel(name, panel)) },
    assetCategories: manifest.assetCategories,
    mount: manifest.mounts,
    soundCues: manifest.soundCues,
    hasAssignableSoundCues: manifest.soundCues.some(({ assignable }) => assignable),
    transformBareModuleSpecifiers: manifest.transformBareModuleSpecifiers,
  };
}

function toGraphic({ url, file, width, height, singleInstance }: GraphicView): Record<string, unknown> {
  return { url, file, width, height, singleInstance };
}

/** A dialog is in no workspace, a full-bleed panel in one of its own. */
function toPanel(bundleName: string, panel: PanelView): Record<string, unknown> {
  const { name, title, file, width, headerColor, fullbleed, dialog, dialogButtons } = panel;
  const workspace = fullbleed ? `__nodecg_fullbleed__${bundleName}_${name}` : panel.workspace;
  return {
    ...{ bundleName, name, title, file, width, headerColor, fullbleed, dialog },
    ...(dialog ? { dialogButtons } : { workspace }),
  };
}
