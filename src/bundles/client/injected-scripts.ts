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
export type InjectedBundle = {
  name: string;
  version: string;
  git?: BundleGit | undefined;
  config: Json;
  _hasSounds?: boolean;
  page?: InjectedPage;
};

/** `window.ncgConfig`: the server's configuration as far as pages may know it. `realtimeUrl` is where the gateway is, if elsewhere. */
export type InjectedConfig = { [key: string]: Json } & { realtimeUrl?: string };

/** `globalThis.ncgConfig`, the Socket.IO client, `window.socket`, SoundJS where there are sounds, and `window.NodeCG`. */
export function apiScripts(config: InjectedConfig, hasSounds = false): string {
  return configScript(config) + loadScripts(hasSounds);
}

/**
 * The blocking scripts that make `window.nodecg` and `window.NodeCG` exist before the page's own first script, in NodeCG's order
 * (real-bundles.md P3, P4). Goes right before the first `<script>` or `<link rel=import>`, else at the end of `<body>`.
 * A `standalone` panel has its own even inside the dashboard.
 */
export function injectedScripts(bundle: InjectedBundle, config: InjectedConfig, { standalone = false } = {}): string {
  const { page, _hasSounds } = bundle;
  const isPanel = page?.kind === 'panel';
  const construct = `<script>globalThis.nodecg=new NodeCG(${inlineJson(bundle)},globalThis.socket,globalThis)</script>`;
  if (!isPanel || standalone) {
    const own = apiScripts(config, _hasSounds) + construct + registrationScript;
    return isPanel ? own + dialogOpenerScript : own;
  }
  return configScript(config) + borrowOrLoad(loadScripts(_hasSounds)) + construct + registerIfOwn + dialogOpenerScript;
}

/** A panel inside the dashboard uses the dashboard's class and connection; anywhere else it loads its own. */
function borrowOrLoad(load: string): string {
  const borrow = 'if(top!==window&&top.NodeCG){window.NodeCG=window.top.NodeCG;window.socket=window.top.socket}';
  // document.write, because only a blocking script is there before the page's own.
  return `<script>try{${borrow}}catch(e){}window.NodeCG||document.write(${inlineJson(load)})</script>`;
}

function configScript(config: InjectedConfig): string {
  return `<script>globalThis.ncgConfig=${inlineJson(config)};</script>`;
}

const registrationScript = scriptTag('/client_registration.js');
const registerIfOwn = `<script>nodecg.registration&&document.write(${inlineJson(registrationScript)})</script>`;
const dialogOpenerScript = '<script async src="/dialog_opener.js"></script>';

function loadScripts(hasSounds = false): string {
  const sounds = hasSounds ? ['/node_modules/soundjs/lib/soundjs.min.js'] : [];
  return ['/socket.io/socket.io.js', '/socket.js', ...sounds, '/api.js'].map(scriptTag).join('');
}

function scriptTag(src: string): string {
  return `<script src="${src}"></script>`;
}

/** JSON that no HTML parser takes for the end of a script. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
