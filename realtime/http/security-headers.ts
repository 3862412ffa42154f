import { isLoopback } from '#server/config/is-loopback';
import type { Access } from './access.ts';
import { bundlePagePolicy } from './policies/bundle-pages.ts';
import { newNonce, nonceSources, ownPagePolicy, type PageSurroundings } from './policies/own-pages.ts';
import type { Exchange } from './respond.ts';
import { isGraphicPath } from './unavailable-page.ts';

export type HeaderSettings = {
  access: Access;
  realtimeUrl?: string | undefined;
  dev?: boolean;
  /** This server is reached by HTTPS and by nothing else. */
  httpsOnly?: boolean;
};

/** Half a year. Without subdomains: they may be somebody else's. */
const strictTransport = 'max-age=15552000';
/** Devices are for our own pages and bundles', not for frames of other sites. */
const ownDevices = ['camera', 'microphone', 'display-capture', 'usb', 'serial', 'hid', 'midi'].map((name) => `${name}=(self)`);
const ownPermissions = [...ownDevices, 'geolocation=()', 'payment=()', 'browsing-topics=()'].join(', ');

/**
 * Sets what every answer carries, by whose it is: bundles' policy, since bundles may answer at any address; ours takes its place where a page
 * of ours is answered (`guardNextPage`, `respondPage`). Whoever answers may say something stricter, and what a bundle mounts may say its own.
 */
export function setSecurityHeaders(exchange: Exchange, settings: HeaderSettings): void {
  const { request, response, path } = exchange;
  const isGraphic = isGraphicPath(path) || path.startsWith('/instance/');
  exchange.surroundings = surroundingsOf(exchange, settings, isGraphic);
  response.setHeader('content-security-policy', bundlePagePolicy(isGraphic));
  if (isTyped(path)) response.setHeader('x-content-type-options', 'nosniff');
  // Films that are embedded ask for our origin; nobody else gets an address of ours, in which a key may be.
  response.setHeader('referrer-policy', path.startsWith('/bundles/') ? 'strict-origin-when-cross-origin' : 'same-origin');
  const reach = reachOf(path, isGraphic);
  if (reach !== undefined) response.setHeader('cross-origin-resource-policy', reach);
  if (isSecured(exchange, settings)) response.setHeader('strict-transport-security', strictTransport);
  const origin = settings.access.otherOrigin(request);
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
  response.setHeader('access-control-allow-headers', 'content-type, authorization');
  response.appendHeader('vary', 'Origin');
}

/** Our own policy for what Next answers, with a nonce that Next reads from the request and gives to its scripts. */
export function guardNextPage({ request, response, surroundings }: Exchange): void {
  const policy = ownPagePolicy(nonceSources(newNonce()), surroundings ?? { host: request.headers.host ?? '', protocol: 'http' });
  request.headers['content-security-policy'] = policy;
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('permissions-policy', ownPermissions);
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
}

function surroundingsOf({ request }: Exchange, settings: HeaderSettings, framedByAnybody: boolean): PageSurroundings {
  const { host, protocol } = settings.access.clientOf(request);
  const { realtimeUrl, dev = false } = settings;
  return { host, protocol, realtimeUrl, dev, framedByAnybody };
}

/** Bundles' scripts and styles come without a proper type now and then, and their pages work in NodeCG. */
function isTyped(path: string): boolean {
  return !path.startsWith('/bundles/') || path.endsWith('/') || /\.html?$/i.test(path);
}

/** Wrapper pages of other sites show graphics and load what these are made of; nobody else's page needs the rest. Undefined: bundles decide. */
function reachOf(path: string, isGraphic: boolean): 'cross-origin' | 'same-origin' | undefined {
  if (isGraphic || /^\/(?:assets|sound)\/./.test(path)) return 'cross-origin';
  if (/^\/bundles\/[^/]+\/dashboard\//.test(path) || /^\/(?:api|internal|health|ready|metrics)(?:\/|$)/.test(path))
    return 'same-origin';
  return undefined;
}

/** On this computer's own names other programs are served by HTTP. */
function isSecured({ request }: Exchange, { access, httpsOnly = false }: HeaderSettings): boolean {
  const { protocol, host } = access.clientOf(request);
  return httpsOnly && protocol === 'https' && !isLoopback(host.replace(/:\d+$/, ''));
}
