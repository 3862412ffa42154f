import { matches } from '#contract/access';
import type { HttpHost } from '#ports/extension-hosts';
import type { AccessService } from '#services/access/types';
import type { Manifest } from '#services/bundle/types';
import { askerOf } from '../asker.ts';
import type { Gate } from '../door/gate.ts';
import type { Mounted } from '../door/front-routes.ts';
import { readPath } from '../door/page-rules.ts';
import { refuseSignedIn } from '../door/refuse.ts';
import { isSafe } from '../door/route.ts';
import { comesFromOwnPage, isSentByItself } from '../door/gate.ts';
import type { Exchange } from '../respond.ts';
import { createMountedRoutes, type MountedRoutesDeps } from './mounted-routes.ts';
import type { IsNextPath } from './next-paths.ts';

export type MountedDeps = {
  gate: Pick<Gate, 'askerOf'>;
  isNextPath: IsNextPath;
  /** Undefined: they aren't known yet, and that has been waited for. */
  running: () => Promise<
    | {
        hosts: () => Promise<readonly HttpHost[]>;
        declared: () => readonly Pick<Manifest, 'name' | 'access'>[];
        access: Pick<AccessService, 'allows'>;
      }
    | undefined
  >;
  refuse: NonNullable<MountedRoutesDeps['refuse']>;
};

/**
 * Who reaches what bundles mount: whoever sees the bundle reads there and whoever may call it changes something; everybody, where its
 * manifest says so (`nodecg-next.access.public`). A host that answers for several bundles is told for which of them it may.
 */
export function createMounted({ gate, isNextPath, running, refuse }: MountedDeps): Mounted {
  const callable = new WeakMap<Exchange['request'], (bundle: string) => boolean>();
  const open = createMountedRoutes({
    hosts: async () => (await (await running())?.hosts()) ?? [],
    asker: askerOf,
    mayCall: (exchange, bundle) => callable.get(exchange.request)?.(bundle) === true,
    refuse,
  });

  async function openTo(exchange: Exchange): Promise<Set<string>> {
    const path = exchange.path;
    // What is not plainly one path is no path that somebody has opened.
    if (!readPath(path)) return new Set();
    const declared = (await running())?.declared() ?? [];
    const fits = declared.filter(({ access }) => access?.public?.some((pattern) => matches(pattern, path)));
    return new Set(fits.map(({ name }) => name));
  }

  return {
    mayAnswer: ({ path }) => !isNextPath(path),
    isPublic: async (exchange) => !isNextPath(exchange.path) && (await openTo(exchange)).size > 0,
    async serve(exchange) {
      const { request, path } = exchange;
      if (isNextPath(path)) return false;
      const parts = await running();
      if (!parts) return false;
      const publicTo = await openTo(exchange);
      const found = (exchange.asker ??= await gate.askerOf(request));
      // A page of another site sends the cookie, too: there it counts for nothing.
      if (found && isSentByItself(found) && !isSafe(exchange) && !comesFromOwnPage(request)) exchange.asker = undefined;
      const actor = exchange.asker?.actor;
      const action = isSafe(exchange) ? 'bundle.see' : 'mount.call';
      const mayCall = (bundle: string): boolean =>
        publicTo.has(bundle) || (actor !== undefined && parts.access.allows(actor, action, { kind: 'bundle', bundle }));
      callable.set(request, mayCall);
      if (await open(exchange)) return true;
      // The same whether one of them would have answered.
      if (!exchange.asker || isSafe(exchange) || (await parts.hosts()).every(({ bundles }) => bundles.some(mayCall)))
        return false;
      refuseSignedIn(exchange, exchange.asker);
      return true;
    },
  };
}
