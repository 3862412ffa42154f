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
};

/** Which graphics are open, where, and whether they show the newest version. */
export interface GraphicService {
  opened(graphic: GraphicOpened): GraphicInstance;
  closed(connectionId: string): void;
  /** OBS says whether its source is active in the program. */
  report(connectionId: string, onAir: boolean): void;
  list(): GraphicInstance[];
  /** Sends a reload or kill to the instances that it names; the number reached. */
  command(command: GraphicCommand): number;
  onChange(handler: (instances: GraphicInstance[]) => void): () => void;
}
