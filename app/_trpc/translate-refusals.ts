import type { TRPCClientError, TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { AppRouter } from '#trpc/router';
import { saidByServer } from '../_ui/said-by-server.ts';
import type { Texts } from '../_ui/texts/en.ts';

/** Refusals reach the pages in the reader's language: the server speaks English, and where nothing of ours answers, the browser speaks. */
export function translateRefusals(texts: Texts): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) =>
        next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error) => {
            error.message = messageOf(error, texts);
            observer.error(error);
          },
        }),
      );
}

function messageOf(
  { data, message, meta }: TRPCClientError<AppRouter>,
  { saidByServer: catalogue, signIn, errors }: Texts,
): string {
  if (data) return saidByServer(message, catalogue);
  const status = meta?.response instanceof Response ? meta.response.status : 0;
  if (status === 429) return signIn.refusals.tooMany;
  return status === 401 || status === 403 ? errors.refused : signIn.refusals.offline;
}
