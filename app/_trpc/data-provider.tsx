'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { useMemo, useState, type ReactNode } from 'react';
import { limits } from '#contract/limits';
import type { AppRouter } from '#trpc/router';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { createQueryClient } from './query-client.ts';
import { translateRefusals } from './translate-refusals.ts';
import { TRPCProvider } from './trpc.ts';

/** Everything below can use `useTRPC` and TanStack Query. */
export function DataProvider({ children }: { children: ReactNode }) {
  const texts = useTexts();
  const [queryClient] = useState(createQueryClient);
  const trpcClient = useMemo(
    () =>
      createTRPCClient<AppRouter>({
        links: [translateRefusals(texts), httpBatchLink({ url: '/api/trpc', maxItems: limits.callsPerRequest })],
      }),
    [texts],
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
