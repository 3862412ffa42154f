import type { GraphicCommand, GraphicInstance } from '#contract/graphic';

export type GraphicOpened = {
  connectionId: string;
  bundle: string;
  url: string;
  address: string;
  userAgent: string;
  version: string;
  gitHash?: string;
  loadedAt: number;
  /** Registered before its connection broke: never refused. */
  wasOpen?: boolean;
};

/** What a page loaded now would show of a bundle, and which of its graphics may be open only once, by their urls. */
export type CurrentBundle = { version: string; gitHash?: string; singleInstances?: readonly string[] };

/** Which graphics are open, where, and whether they show the newest version. */
export interface GraphicService {
  /** Undefined: it may be open only once, and is. It is not listed then. */
  opened(graphic: GraphicOpened): GraphicInstance | undefined;
  closed(connectionId: string): void;
  /** OBS says whether its source is active in the program. */
  report(connectionId: string, onAir: boolean): void;
  list(): GraphicInstance[];
  /** As `list`, and those that were closed within the last second. */
  recent(): GraphicInstance[];
  /** Sends a reload or kill to the instances that it names; the number reached. */
  command(command: GraphicCommand): number;
  /** Hears of every change of `recent`. */
  onChange(handler: (instances: GraphicInstance[]) => void): () => void;
}
