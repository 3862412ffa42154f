import { isAtLeast } from '#contract/access';
import type { Actor } from '#contract/replicant';
import { parseBundleAddress } from '../../http/bundle-address.ts';

/** A page acts for its bundle, as an operator at most, and never as more than who opened it. */
export function graphicActor(opener: Actor, bundle: string): Actor {
  const role = isAtLeast(opener.role, 'OPERATOR') ? 'OPERATOR' : 'VIEWER';
  const isEverywhere = opener.access === undefined || (opener.role === 'ADMIN' && opener.access.reach === 'all');
  return { kind: 'graphic', id: bundle, role, ...(isEverywhere ? {} : { access: opener.access }) };
}

/** The bundle of a graphic's page, by its address; undefined where it is none. */
export function bundleOf(url: string): string | undefined {
  return readGraphicUrl(url)?.bundle;
}

/** A graphic's page as manifests and grants name it, each part encoded once. Undefined: not plainly a graphic's. */
export function readGraphicUrl(url: string): { bundle: string; url: string } | undefined {
  const address = parseBundleAddress(url.split(/[?#]/)[0] ?? '');
  if (!address) return undefined;
  const [area, ...file] = address.segments;
  if (area !== 'graphics') return undefined;
  const named = file.length === 0 || address.endsWithSlash ? [...file, 'index.html'] : file;
  const parts = ['bundles', address.bundle, 'graphics', ...named].map(encodeURIComponent);
  return { bundle: address.bundle, url: `/${parts.join('/')}` };
}
