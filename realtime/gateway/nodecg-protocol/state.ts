import type { DeclareOptions, ReplicantKey } from '#contract/replicant';
import type { Declared } from '#services/replicant/types';
import type { Permits } from '../entry/permits.ts';

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

/** What of a state somebody may see. */
export function shownTo(permits: Pick<Permits, 'viewOf'>, key: ReplicantKey, declared: Declared): Declared {
  const view = permits.viewOf(key);
  return view ? { ...declared, snapshot: view(declared.snapshot) } : declared;
}
