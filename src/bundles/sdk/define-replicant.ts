import type { z } from 'zod';
import type { MergeStrategy, ReplicantKind } from '#contract/replicant';

export type ReplicantOptions<T> = {
  /** The value until somebody writes one. Must satisfy the schema: checked when the bundle is loaded. */
  default: T;
  /** False: never stored, starts from the default with every server run. Default true; a stream never is. */
  persistent?: boolean;
  /** `stream`: a value that changes many times a second and of which only the newest state counts, such as an audio level. For a timer, see `defineTimer`. */
  kind?: 'value' | 'stream';
  /** What becomes of changes made on an older state than the newest, for all writers. Absent: each writer's own wish decides. */
  merge?: MergeStrategy;
};

export type TypedReplicant<S extends z.ZodType = z.ZodType, K extends ReplicantKind = ReplicantKind> = {
  schema: S;
  default: z.output<S>;
  persistent: boolean;
  kind: K;
  merge?: MergeStrategy;
};

/** A replicant whose writes the server refuses unless `schema` accepts them as they are: transforms and coercions don't apply. */
export function defineReplicant<S extends z.ZodType>(
  schema: S,
  { default: value, persistent = true, kind = 'value', merge }: ReplicantOptions<z.output<S>>,
): TypedReplicant<S, 'value' | 'stream'> {
  return { schema, default: value, persistent: persistent && kind !== 'stream', kind, ...(merge ? { merge } : {}) };
}
