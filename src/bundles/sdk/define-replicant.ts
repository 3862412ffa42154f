import type { z } from 'zod';

export type ReplicantOptions<T> = {
  /** The value until somebody writes one. Must satisfy the schema: checked when the bundle is loaded. */
  default: T;
  /** False: never stored, starts from the default with every server run. Default true. */
  persistent?: boolean;
};

export type TypedReplicant<S extends z.ZodType = z.ZodType> = { schema: S; default: z.output<S>; persistent: boolean };

/** A replicant whose writes the server refuses unless `schema` accepts them as they are: transforms and coercions don't apply. */
export function defineReplicant<S extends z.ZodType>(schema: S, options: ReplicantOptions<z.output<S>>): TypedReplicant<S> {
  return { schema, default: options.default, persistent: options.persistent ?? true };
}
