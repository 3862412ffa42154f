import type { Json } from '#contract/json';
import type { Validate } from './local-value.ts';

type Compiled = { ok: true; value: Validate } | { ok: false };
type Validator = { compileCheck(schema: Json): Compiled };

/** A script that doesn't come must not keep a graphic dark: the server checks every write in any case. */
const patienceMs = 2_000;

/** What makes invalid writes of a page throw at once, as in NodeCG. */
export type PageSchemas = {
  /** Resolves when schemas can be compiled, or two seconds later. */
  ready(): Promise<void>;
  compile(schema: Json): Validate;
};

/** The validator is larger than all the rest of the API: it is loaded with the first replicant that has a schema, and a schema is compiled with its first write. */
export function createPageSchemas(): PageSchemas {
  let validator: Validator | undefined;
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    // A variable, so that no bundler follows it.
    const url = '/nodecg-schemas.min.js';
    try {
      validator = (await import(url)) as Validator;
    } catch {
      loading = undefined;
    }
  };
  return {
    ready: () => Promise.race([(loading ??= load()), new Promise<void>((resolve) => setTimeout(resolve, patienceMs))]),
    compile(schema) {
      let compiled: Compiled | undefined;
      return (value) => {
        compiled ??= validator?.compileCheck(schema);
        // The server has reported a schema that can't be used.
        return compiled?.ok ? compiled.value(value) : undefined;
      };
    },
  };
}
