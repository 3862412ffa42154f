import type { ItemKind } from './report.ts';

/** A file or folder that is brought whole or not at all. Paths are absolute. */
export type Piece = {
  kind: ItemKind;
  name: string;
  from: string;
  to: string;
  /** Of all pieces of its kind; on the same disk as `to`. */
  folder: string;
  /** What of it stays behind, by its path below `from`. */
  isLeftOut: (relative: string) => boolean;
  /** What a link `from` → `target` has to say at its new place `to`. */
  linkTo: (from: string, target: string, to: string) => string;
  /** Set: it isn't brought, and why. */
  skip?: string;
  note?: { detail: string };
};
