import { dehydrate, type DehydratedState } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { can, theServer } from '#contract/access';
import type { BundleView } from '#contract/bundle';
import { webRuntime } from '#runtime/create-web-runtime';
import type { Context } from '#trpc/context';
import { createContext } from '#trpc/create-context';
import { appRouter, createCaller } from '#trpc/router';
import { createQueryClient } from './query-client.ts';

/**
 * What a page needs before its first paint, for the browser's cache. A gateway that doesn't answer leaves it empty: the page then
 * shows that, and asks again by itself.
 */
export async function prefetchShow(headers: Headers): Promise<DehydratedState> {
  const queryClient = createQueryClient();
  const ctx = await contextOf(headers);
  if (!ctx?.asked) return dehydrate(queryClient);
  const readsHealth = can(ctx.asked.asker.actor, 'health.read', theServer, Date.now());
  const trpc = createTRPCOptionsProxy({ router: appRouter, ctx, queryClient });
  await Promise.all([
    queryClient.prefetchQuery(trpc.viewer.get.queryOptions()),
    queryClient.prefetchQuery(trpc.restriction.list.queryOptions()),
    queryClient.prefetchQuery(trpc.bundle.list.queryOptions()),
    queryClient.prefetchQuery(trpc.graphic.list.queryOptions()),
    // What would be refused isn't asked for: the audit log would tell of it.
    readsHealth && queryClient.prefetchQuery(trpc.system.health.queryOptions()),
    queryClient.prefetchQuery(trpc.layout.read.queryOptions()),
  ]);
  return dehydrate(queryClient);
}

/** Where browsers find the gateway, if that isn't where they find this page. */
export function realtimeUrl(): string | undefined {
  return webRuntime().realtimeUrl;
}

/** The bundles, or none while the gateway doesn't answer. */
export async function readBundles(headers: Headers): Promise<BundleView[]> {
  try {
    return await createCaller(await createContext(webRuntime().gatewayFor, headers)).bundle.list();
  } catch {
    return [];
  }
}

/** Undefined while the gateway doesn't answer. */
async function contextOf(headers: Headers): Promise<Context | undefined> {
  try {
    return await createContext(webRuntime().gatewayFor, headers);
  } catch {
    return undefined;
  }
}
