import type { ReplicantError } from './replicant.ts';
import type { Result } from './result.ts';
import type { Subscribed, SubscribedItems, UnchangedRun } from './wire.ts';

/**
 * One result per item asked for, from an answer whose unchanged items came as runs. An unchanged item of a run is a persistent `value`
 * without a schema.
 */
export function expandRuns({ items, runs = [] }: SubscribedItems): Result<Subscribed, ReplicantError>[] {
  const expanded: Result<Subscribed, ReplicantError>[] = [];
  let next = 0;
  const takeUntil = (at: number): void => {
    while (expanded.length < at && next < items.length) expanded.push(items[next++] as Result<Subscribed, ReplicantError>);
  };
  for (const run of runs) {
    takeUntil(run[0]);
    expanded.push(...unchanged(run));
  }
  takeUntil(Infinity);
  return expanded;
}

function unchanged([, channel, count]: UnchangedRun): Result<Subscribed, ReplicantError>[] {
  return Array.from({ length: count }, (_, offset) => ({
    ok: true,
    value: { channel: channel + offset, state: { kind: 'unchanged' }, persistent: true },
  }));
}
