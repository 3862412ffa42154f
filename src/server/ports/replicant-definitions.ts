import type { Json } from '#contract/json';
import type { Actor, MergeStrategy, ReplicantKey, ReplicantKind } from '#contract/replicant';

/** What a bundle says about one of its replicants, from `schemas/<name>.json` or from a typed bundle's zod schema. */
export type ReplicantDefinition = {
  /** JSON Schema with references inlined, and the SHA-1 of it. Sent to clients that validate. */
  schema?: { json: Json; sum: string };
  /** A typed bundle's own validation, of the whole value and in its author's words. Undefined: valid. */
  validate?: (value: Json) => { path: string; message: string } | undefined;
  /** The schema says all that `validate` does: what it accepts needs no second look. */
  schemaIsComplete?: boolean;
  /** Wins over a declarer's default. Absent: the declarer's, else the schema's. */
  defaultValue?: Json;
  /** Wins over a declarer's wish. */
  persistent?: boolean;
  /** Win over a declarer's wishes, too. */
  kind?: ReplicantKind;
  merge?: MergeStrategy;
  /** The server keeps it current itself: nobody else may write or delete it. */
  serverOwned?: true;
};

export interface ReplicantDefinitions {
  /** Undefined where no bundle says anything. A schema file that can't be used is reported as the bundle's problem, and the replicant is then unvalidated (NodeCG's rule). `schemaPath`: a declarer's wish, for a replicant that no typed bundle defines. */
  find(key: ReplicantKey, schemaPath?: string): Promise<ReplicantDefinition | undefined>;
  /** Whether this declarer may name this schema file: it is of the replicant's own bundle, or of one that they may see. Absent: any. */
  mayName?(schemaPath: string, key: ReplicantKey, actor: Actor): Promise<boolean>;
}
