'use client';

import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { AppRouter } from '#trpc/router';

/** Typed access to the server's procedures, as TanStack Query options; the bare client for what is asked for once. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
