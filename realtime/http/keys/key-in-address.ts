import type { AuthMode } from '#contract/identity';
import type { AccessService } from '#services/access/index';
import type { IdentityService } from '#services/identity/index';
import { parseBundleAddress } from '../bundle-address.ts';
import type { ClientOf } from '../client-of.ts';
import type { FindBundle } from '../door/bundle-rules.ts';
import type { Route } from '../door/route.ts';
import { requestOrigin } from '../request-origin.ts';
import type { Exchange } from '../respond.ts';
import { isKeyText, keyCookies } from './key-cookies.ts';

export type KeyInAddressDeps = {
  mode: () => AuthMode;
  /** Undefined while the server starts. */
  services: () => { identity: Pick<IdentityService, 'authenticate'>; access: Pick<AccessService, 'allows'> } | undefined;
  findBundle: FindBundle;
  clientOf: ClientOf;
};

/** Pages whose address people copy with a key, as in NodeCG. Nobody else's `?key=` is touched: a mounted route may have its own. */
const pages = /^\/(dashboard\/?$|bundles\/[^/]+\/(graphics|dashboard)(\/|$))/;

/**
 * Takes a key out of an address: the browser is sent to the same address without it, so that it is in no history, no `Referer` and on no
 * screen. Where it opens the graphic that was asked for, cookies that no script can read do so from then on. A wrong one just goes.
 */
export function createKeyInAddress(deps: KeyInAddressDeps): Route {
  return {
    name: 'key-in-address',
    access: 'nobody',
    matches: ({ request: { method }, path, query }) =>
      deps.mode() === 'login' && (method === 'GET' || method === 'HEAD') && query.has('key') && pages.test(path),
    async serve(exchange) {
      const { response, query } = exchange;
      const opened = await openedBy(query.get('key'), exchange, deps);
      response.setHeader('referrer-policy', 'no-referrer');
      response.setHeader('cache-control', 'no-store');
      if (opened) response.setHeader('set-cookie', opened.cookies);
      response.writeHead(302, { location: withoutKey(opened?.url ?? exchange.path, query) }).end();
    },
  };
}

async function openedBy(
  key: string | null,
  exchange: Exchange,
  { services, findBundle, clientOf }: KeyInAddressDeps,
): Promise<{ url: string; cookies: string[] } | undefined> {
  if (!isKeyText(key)) return undefined;
  const graphic = await graphicAt(exchange.path, findBundle);
  const running = services();
  if (!graphic || !running) return undefined;
  const { request } = exchange;
  const { protocol } = clientOf(request);
  const asker = await running.identity.authenticate({ key }, requestOrigin(request, clientOf));
  const { bundle, url } = graphic;
  if (!asker || !running.access.allows(asker.actor, 'graphic.open', { kind: 'graphic', bundle, name: url })) return undefined;
  const isInForeignFrame = request.headers['sec-fetch-dest'] === 'iframe' && request.headers['sec-fetch-site'] === 'cross-site';
  return { url, cookies: keyCookies(key, graphic, { isSecure: protocol === 'https', isInForeignFrame }) };
}

/** With or without `.html`, and the folder for its index: as bundle files are found. */
async function graphicAt(path: string, find: FindBundle): Promise<{ bundle: string; url: string } | undefined> {
  const address = parseBundleAddress(path);
  const [area, ...rest] = address?.segments ?? [];
  const bundle = address && area === 'graphics' ? await find(address.bundle) : undefined;
  if (!bundle) return undefined;
  const file = rest.length === 0 ? 'index.html' : rest.join('/');
  const graphics = bundle.manifest.graphics;
  const graphic = graphics.find((one) => one.file === file) ?? graphics.find((one) => one.file === `${file}.html`);
  return graphic && { bundle: bundle.name, url: graphic.url };
}

/** A path of our own, whatever it was asked with. */
function withoutKey(path: string, query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  rest.delete('key');
  return rest.size === 0 ? path : `${path}?${rest.toString()}`;
}
