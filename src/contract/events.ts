import type { BundleChange } from './bundle.ts';
import type { GraphicCommand } from './graphic.ts';
import type { BundleMessage } from './message.ts';
import type { Operation } from './operations.ts';
import type { Actor, ReplicantKey, Snapshot } from './replicant.ts';

/** Everything that leaves a service. Handlers must not throw and must not change what they are given. */
export type BusEvent =
  | {
      type: 'replicant.changed';
      key: ReplicantKey;
      revision: number;
      stamp: string;
      operations: Operation[];
      actor: Actor;
      origin?: string;
      /** A merge strategy made something else of what was proposed. */
      rewritten?: true;
      /** Only its newest state counts, and here it is. */
      stream?: true;
      snapshot?: Snapshot;
    }
  | { type: 'replicant.deleted'; key: ReplicantKey; actor: Actor }
  /** `senderId`: the connection that must not get its own message back. `replyId`: an extension's acknowledgement is awaited. */
  | { type: 'message.sent'; message: BundleMessage; senderId?: string; replyId?: string }
  | { type: 'bundle.changed'; change: BundleChange }
  | { type: 'graphic.commanded'; command: GraphicCommand }
  /**
   * What these may do has changed, or ended: whoever is connected by them is cut off and asked anew when they come back. A user without
   * `sessionIds`: all of their sessions.
   */
  | { type: 'identity.changed'; userId?: string; sessionIds?: string[]; keyIds?: string[]; ended: boolean }
  /** What is restricted, or which roles a bundle asks for, has changed. */
  | { type: 'access.changed' };
export type BusEventOf<T extends BusEvent['type']> = Extract<BusEvent, { type: T }>;
