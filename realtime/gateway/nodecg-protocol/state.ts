import type { DeclareOptions } from '#contract/replicant';
import type { Declared } from '#services/replicant/types';

/** NodeCG's description of a replicant's state; JSON drops what is undefined. */
export function describeState({ snapshot: { value, revision }, schema }: Declared): unknown {
  return schema ? { value, revision, schema: schema.json, schemaSum: schema.sum } : { value, revision };
}

/** What a declaration asks for, without what it leaves out. */
export function optionsOf({
  defaultValue,
  persistent,
  schemaPath,
}: { [K in keyof DeclareOptions]?: DeclareOptions[K] | undefined } = {}): DeclareOptions {
  return {
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(persistent === undefined ? {} : { persistent }),
    ...(schemaPath === undefined ? {} : { schemaPath }),
  };
}
