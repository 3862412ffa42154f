/* Whether anything that is mounted could answer a request, found out without running a bundle's code or reading the body. */

/** Express' own, in version 4 and 5: not in its types. */
export type Layer = { handle: unknown; route?: Route; name?: string; path?: string; match(path: string): boolean };
type Route = { methods?: Record<string, boolean> };
type Stacked = { stack?: Layer[]; _router?: { stack: Layer[] }; lazyrouter?: unknown; set?: unknown };

/** They prepare a request and never answer it. */
const preparing = new Set([
  ...['query', 'expressInit', 'jsonParser', 'urlencodedParser', 'rawParser', 'textParser'],
  ...['cookieParser', 'session'],
]);

/** False only where certainly nothing in `layers` answers. */
export function mayAnswer(layers: readonly Layer[], method: string, path: string): boolean {
  try {
    return layers.some((layer) => layerMayAnswer(layer, method, path));
  } catch {
    // A malformed address, or a router that isn't Express': it says itself what it makes of it.
    return true;
  }
}

function layerMayAnswer(layer: Layer, method: string, path: string): boolean {
  if (preparing.has(layer.name ?? '') || isErrorHandler(layer.handle) || !layer.match(path)) return false;
  if (layer.route) return routeAnswers(layer.route, method);
  const below = layersOf(layer.handle);
  if (!below) return true;
  const rest = path.slice((layer.path ?? '').length);
  return mayAnswer(below, method, rest.startsWith('/') ? rest : `/${rest}`);
}

function isErrorHandler(handle: unknown): boolean {
  return typeof handle === 'function' && handle.length > 3;
}

function routeAnswers({ methods }: Route, method: string): boolean {
  const name = method.toLowerCase();
  if (!methods || methods._all || name === 'options') return true;
  return Boolean(methods[name] ?? (name === 'head' && methods.get));
}

/** What is inside a router or an application; undefined for a plain function. */
function layersOf(handle: unknown): readonly Layer[] | undefined {
  if (typeof handle !== 'function') return undefined;
  const { stack, _router, lazyrouter, set } = handle as Stacked;
  if (Array.isArray(stack)) return stack;
  if (_router) return _router.stack;
  // Express 4 makes an application's router with its first route.
  return typeof lazyrouter === 'function' && typeof set === 'function' ? [] : undefined;
}
