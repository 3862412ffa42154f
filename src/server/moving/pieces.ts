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
  /** What is there means the same and stays. */
  isThere?: boolean;
  /** Set: the text of the file at its new place, instead of what `from` holds (which may not be there). `difference` is said of another file in its place. */
  written?: { text: string; difference: string };
  note?: { detail: string };
};
