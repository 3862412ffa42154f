import { keyOf, type ReplicantKey, type Snapshot } from '#contract/replicant';
import { measureJson } from '#contract/measure-json';
import type { Unstored } from './unstored.ts';

/** Values up to this many characters are stored whole with every write: cheaper than replaying them. */
const smallLength = 4_096;
/** Start-up replays no more rows than this per replicant. */
const maxRows = 500;
const minLength = 64 * 1024;

type Lag = { key: ReplicantKey; snapshot: Snapshot; rows: number; length: number; valueLength: number };

/** How far the log is ahead of the last checkpoint of each replicant. */
export interface Checkpoints {
  /** A replicant was loaded, and `rows` of it replayed. */
  loaded(key: ReplicantKey, snapshot: Snapshot, rows: number): void;
  /** True if this write should carry the whole value. */
  isDue(unstored: Unstored): boolean;
  stored(unstored: Unstored): void;
  forget(key: ReplicantKey): void;
  /** What a clean stop writes, so that the next start replays nothing. */
  lagging(): { key: ReplicantKey; snapshot: Snapshot }[];
}

/** Makes a checkpoint due when the changes since the last one are as long as the value, so that writing it never doubles what is written anyway. */
export function createCheckpoints(): Checkpoints {
  const lags = new Map<string, Lag>();

  function isDue(unstored: Unstored): boolean {
    const { snapshot, rows, length } = unstored;
    if (!snapshot || rows.length === 0) return unstored.checkpoint;
    if (measureJson(snapshot.value, smallLength) <= smallLength) return true;
    const lag = lags.get(keyOf(unstored.key));
    const written = (lag?.length ?? 0) + length;
    if ((lag?.rows ?? 0) + rows.length > maxRows) return true;
    return written > minLength && written >= (lag?.valueLength ?? measureJson(snapshot.value, written));
  }

  function stored(unstored: Unstored): void {
    const { key, snapshot } = unstored;
    if (unstored.deleted) lags.delete(keyOf(key));
    if (!snapshot) return;
    const before = unstored.checkpoint ? undefined : lags.get(keyOf(key));
    lags.set(keyOf(key), {
      key,
      snapshot,
      rows: unstored.checkpoint ? 0 : (before?.rows ?? 0) + unstored.rows.length,
      length: unstored.checkpoint ? 0 : (before?.length ?? 0) + unstored.length,
      valueLength: before?.valueLength ?? measureJson(snapshot.value),
    });
  }

  return {
    loaded: (key, snapshot, rows) => {
      lags.set(keyOf(key), { key, snapshot, rows, length: 0, valueLength: measureJson(snapshot.value) });
    },
    isDue,
    stored,
    forget: (key) => void lags.delete(keyOf(key)),
    lagging: () => [...lags.values()].filter((lag) => lag.rows > 0),
  };
}
