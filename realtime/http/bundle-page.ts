import semver from 'semver';
import type { GraphicView, PanelView } from '#contract/bundle';
import { injectedScripts, type InjectedConfig, type InjectedPage } from '#bundles/client/injected-scripts';
import { serverNow } from '#runtime/server-clock';
import type { LoadedBundle } from '#services/bundle/types';
import type { Injection } from './inject-scripts.ts';

/** What the front door knows and pages are told. */
export type PageSettings = { config: InjectedConfig };

const stylesheets = '/dashboard/css';

/** For a manifest's graphic. `preview`: inside the dashboard, to look at. */
export function graphicInjection(
  bundle: LoadedBundle,
  graphic: GraphicView,
  { preview, settings }: { preview: boolean; settings: PageSettings },
): Injection {
  const page = { ...pageOf(bundle, 'graphic', graphic.url), ...(preview ? { preview } : {}) };
  return { styles: '', scripts: scriptsOf(bundle, page, settings) };
}

/** For a manifest's panel or dialog, with the look that NodeCG gives them (real-bundles.md P5). */
export function panelInjection(
  bundle: LoadedBundle,
  panel: PanelView,
  { standalone, settings }: { standalone: boolean; settings: PageSettings },
): Injection {
  const looks = panel.dialog ? 'dialog-defaults' : wantsOldLook(bundle) ? 'old-panel-defaults' : 'panel-defaults';
  const styles = ['panel-and-dialog-defaults', looks]
    .map((name) => `<link rel="stylesheet" href="${stylesheets}/${name}.css">`)
    .join('');
  return { styles, scripts: scriptsOf(bundle, pageOf(bundle, 'panel', panel.url), settings, { standalone }) };
}

/** NodeCG's rule: a bundle that says it runs on 1.0.0 was drawn for that version's light panels. */
function wantsOldLook({ manifest: { compatibleRange } }: LoadedBundle): boolean {
  return compatibleRange !== undefined && semver.satisfies('1.0.0', compatibleRange);
}

function pageOf({ git }: LoadedBundle, kind: 'graphic' | 'panel', url: string): InjectedPage {
  return { kind, url, loadedAt: serverNow(), ...(git ? { gitHash: git.hash } : {}) };
}

function scriptsOf(bundle: LoadedBundle, page: InjectedPage, settings: PageSettings, options = {}): string {
  const { name, manifest, git, config } = bundle;
  return injectedScripts(
    { name, version: manifest.version, ...(git ? { git } : {}), config, _hasSounds: manifest.soundCues.length > 0, page },
    settings.config,
    options,
  );
}
