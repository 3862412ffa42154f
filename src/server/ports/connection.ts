import type { Asker } from '#contract/identity';
import type { Frame, Hello } from '#contract/wire';
import type { Actor } from '#contract/replicant';
import type { Unsubscribe } from './event-bus.ts';

/** A frame that may go to many connections: `json()` is made once. */
export type OutgoingFrame = { items: Frame; json(): string };

/** One connected client, whatever carries it: a Socket.IO socket or the pipe to an extension host. */
export interface Connection {
  readonly id: string;
  readonly kind: 'dashboard' | 'graphics' | 'extension';
  /** `nodecg`: one of NodeCG's own clients. It hears every message and every command and sorts them out itself. Absent: our protocol. */
  readonly protocol?: 'nodecg';
  readonly actor: Actor;
  /** By what it is here: when that ends, so does the connection. Absent for extension hosts. */
  readonly asker?: Asker | undefined;
  readonly page: Hello['page'];
  /** IP address and user agent; empty for an extension host. */
  readonly remote: { address: string; userAgent: string };
  /** False: the client isn't reading fast enough, nothing was taken; `onDrain` tells when to try again. */
  sendFrame(frame: OutgoingFrame): boolean;
  onDrain(handler: () => void): Unsubscribe;
  close(reason: string): void;
}

/** What a transport tells the gateway. */
export interface AttachedConnection {
  /** Answers one request; never rejects. The result is what the client's acknowledgement gets. */
  request(event: string, payload: unknown): Promise<unknown>;
  /** Whether it may still have all that it follows, after rules have changed. */
  isStillAllowed(): boolean;
  /** Shows it anew what it sees a part of. */
  refresh(): void;
  closed(): void;
}

/** The gateway's entrance for transports. */
export type AttachConnection = (connection: Connection) => AttachedConnection;
