import { QueryClient } from '@tanstack/react-query';

/** The cache behind the pages: one per browser tab, one per request on the server. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The live connection says what changed; coming back to the tab is no reason to ask again.
      queries: { staleTime: 30_000, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
}
