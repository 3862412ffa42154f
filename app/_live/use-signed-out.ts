'use client';

import { useQueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';
import { useEffect, useState } from 'react';
import type { AppRouter } from '#trpc/router';

/** True from when the server no longer knows who asks. */
export function useSignedOut(): boolean {
  const cache = useQueryClient();
  const [isSignedOut, setSignedOut] = useState(false);
  useEffect(() => {
    const look = (error: unknown) => {
      if (isSignedOutError(error)) setSignedOut(true);
    };
    const stops = [
      cache.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') look(event.action.error);
      }),
      cache.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') look(event.action.error);
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [cache]);
  return isSignedOut;
}

function isSignedOutError(error: unknown): boolean {
  return error instanceof TRPCClientError && (error as TRPCClientError<AppRouter>).data?.failure?.code === 'signed-out';
}
