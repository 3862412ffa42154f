import type { BundleGit } from '#contract/bundle';
import type { Json } from '#contract/json';

/** Which page this is. */
export type InjectedPage = {
  kind: 'graphic' | 'panel' | 'dashboard';
  /** The page's path as the server knows it, `/bundles/<bundle>/graphics/<file>`: with the file's name even where the address has none. */
  url: string;
  /** The server's clock when the page was served, milliseconds since 1970. */
  loadedAt: number;
  gitHash?: string;
  /** Shown inside the dashboard to look at: not listed as an instance, and not commanded. */
  preview?: boolean;
};

/** What the constructor of `window.NodeCG` is given: NodeCG's bundle, and what our server adds. */
export type InjectedBundle = { name: string; version: string; git?: BundleGit | undefined; config: Json; page?: InjectedPage; _hasSounds?: boolean };

/** `window.ncgConfig`: the server's configuration as far as pages may know it. `realtimeUrl` is where the gateway is, if elsewhere. */
export type InjectedConfig = { [key: string]: Json } & { realtimeUrl?: string };

/** The script behind all this; `?v=` of the product's version may be added. */
export const apiScriptUrl = '/nodecg-api.min.js';

/** SoundJS, for bundles with sound cues (real-bundles.md P19). */
export const soundJsUrl = '/node_modules/soundjs/lib/soundjs.min.js';

/**
 * The blocking scripts that make `window.nodecg` and `window.NodeCG` exist before the page's own first script, in NodeCG's order
 * (real-bundles.md P3, P4). Goes right before the first `<script>` or `<link rel=import>`, else at the end of `<body>`.
 * A panel inside the dashboard uses the dashboard's class and connection; anywhere else it loads its own.
 */
export function injectedScripts(bundle: InjectedBundle, config: InjectedConfig, scriptUrl = apiScriptUrl): string {
  const configured = `<script>globalThis.ncgConfig=${inlineJson(config)}</script>`;
  const construct = `<script>globalThis.nodecg=new NodeCG(${inlineJson(bundle)},globalThis.socket,globalThis)</script>`;
  const load = `<script src="${scriptUrl}"></script>`;
  // In each window of its own, panels as well: a bundle's sounds end with its page, and cues of the same name don't meet.
  const sounds = bundle._hasSounds ? `<script src="${soundJsUrl}"></script>` : '';
  if (bundle.page?.kind !== 'panel') return configured + sounds + load + construct;
  // document.write, because only a blocking script is there before the page's own.
  const borrowOrLoad = `<script>try{if(top!==window&&!/[?&]standalone=true/.test(location.search)&&top.NodeCG){window.NodeCG=top.NodeCG;window.socket=top.socket}}catch(e){}window.NodeCG||document.write(${inlineJson(load)})</script>`;
  return configured + sounds + borrowOrLoad + construct;
}

/** JSON that no HTML parser takes for the end of a script. */
function inlineJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
