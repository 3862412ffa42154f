import type { TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { AppRouter } from '#trpc/router';
import { saidByServer } from '../_ui/said-by-server.ts';

/** Refusals reach the pages in the reader's language: the server speaks English. */
export function translateRefusals(catalogue: Readonly<Record<string, string>>): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) =>
        next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error) => {
            error.message = saidByServer(error.message, catalogue);
            observer.error(error);
          },
        }),
      );
}
