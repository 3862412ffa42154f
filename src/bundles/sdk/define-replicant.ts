import type { z } from 'zod';
import type { MergeStrategy } from '#contract/replicant';

export type ReplicantOptions<T> = {
  /** The value until somebody writes one. Must satisfy the schema: checked when the bundle is loaded. */
  default: T;
  /** False: never stored, starts from the default with every server run. Default true. */
  persistent?: boolean;
  /** What becomes of changes made on an older state than the newest, for all writers. Absent: each writer's own wish decides. */
  merge?: MergeStrategy;
};

export type TypedReplicant<S extends z.ZodType = z.ZodType> = {
  schema: S;
  default: z.output<S>;
  persistent: boolean;
  merge?: MergeStrategy;
};

/** A replicant whose writes the server refuses unless `schema` accepts them as they are: transforms and coercions don't apply. */
export function defineReplicant<S extends z.ZodType>(schema: S, options: ReplicantOptions<z.output<S>>): TypedReplicant<S> {
  const { default: value, persistent = true, merge } = options;
  return { schema, default: value, persistent, ...(merge ? { merge } : {}) };
}
