import type { Log } from '#ports/log';
import type { Retention } from '#ports/replicant-log';
import type { ReplicantService } from '#services/replicant/index';

export type TrimHistoryDeps = {
  replicants: Pick<ReplicantService, 'prune'>;
  retention: Retention;
  log: Log;
  /** Between two rounds, and before the first, when a start has more important things to do. */
  everyMs?: number;
};

/** A round ends after this many portions; the rest goes with the next one. */
const mostPortions = 50;

/** Keeps the history within its retention, a portion at a time so that writers hardly notice. Returns the way to stop it. */
export function trimHistory({ replicants, retention, log, everyMs = 10 * 60_000 }: TrimHistoryDeps): () => void {
  let isStopped = false;
  let isBusy = false;
  const round = async (): Promise<void> => {
    for (let portion = 0; portion < mostPortions && !isStopped; portion++) if ((await replicants.prune(retention)) === 0) return;
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    round()
      .catch((error: unknown) => log.debug('The history was not trimmed this time.', { error: String(error) }))
      .finally(() => (isBusy = false));
  }, everyMs);
  timer.unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
