import { dehydrate, type DehydratedState } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { BundleView } from '#contract/bundle';
import { webRuntime } from '#runtime/create-web-runtime';
import { createContext } from '#trpc/context';
import { appRouter, createCaller } from '#trpc/router';
import { createQueryClient } from './query-client.ts';

/**
 * What a page needs before its first paint, for the browser's cache. A gateway that doesn't answer leaves it empty: the page then
 * shows that, and asks again by itself.
 */
export async function prefetchShow(headers: Headers): Promise<DehydratedState> {
  const queryClient = createQueryClient();
  const trpc = createTRPCOptionsProxy({ router: appRouter, ctx: createContext(webRuntime().gateway, headers), queryClient });
  await Promise.all([
    queryClient.prefetchQuery(trpc.bundle.list.queryOptions()),
    queryClient.prefetchQuery(trpc.graphic.list.queryOptions()),
    queryClient.prefetchQuery(trpc.system.health.queryOptions()),
    queryClient.prefetchQuery(trpc.layout.read.queryOptions()),
  ]);
  return dehydrate(queryClient);
}

/** The bundles, or none while the gateway doesn't answer. */
export async function readBundles(headers: Headers): Promise<BundleView[]> {
  try {
    return await createCaller(createContext(webRuntime().gateway, headers)).bundle.list();
  } catch {
    return [];
  }
}
