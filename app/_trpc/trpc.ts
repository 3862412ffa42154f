'use client';

import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { AppRouter } from '#trpc/router';

/** Typed access to the server's procedures, as TanStack Query options. */
export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();
