import type { IdentityContext } from './context.ts';
import { tell } from './context.ts';

/** Timers can't be longer than 24 days, and another process may have added something. */
const longestMs = 5 * 60_000;
const retryMs = 5_000;

/** Tells when a grant, session or key comes to its end by itself. `reconsider`: there may be an earlier one. */
export function watchExpiries(context: IdentityContext): { reconsider(): void; close(): void } {
  const { accounts, now } = context;
  let told = now();
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  let isClosed = false;

  const wait = (ms: number) => {
    clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(look, Math.max(0, Math.min(ms, longestMs)));
    timer.unref();
  };
  const step = async () => {
    const until = now();
    const { userIds, sessionIds, keyIds } = await accounts.expired(told, until);
    told = until;
    for (const userId of userIds) tell(context, { userId, ended: false });
    if (sessionIds.length > 0 || keyIds.length > 0) tell(context, { sessionIds, keyIds, ended: true });
    const next = await accounts.nextExpiry(until);
    wait(next === undefined ? longestMs : next - now());
  };
  const look = (): void => {
    turn = turn.then(() => (isClosed ? undefined : step().catch(() => wait(retryMs))));
  };
  return {
    reconsider: look,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
