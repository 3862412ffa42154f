import type { FrameItem, Replies, RequestInput, RequestName, Welcome } from '#contract/wire';

export type Unsubscribe = () => void;

/**
 * A client's line to the gateway, whatever carries it: Socket.IO in a browser, the pipe in an extension host. It reconnects by itself.
 * Everything above it (replicants, messages) is the same code in both.
 */
export interface Link {
  /** Undefined until the first welcome; after that the last one, also while disconnected. */
  readonly welcome: Welcome | undefined;
  readonly connected: boolean;
  /** Never rejects. While disconnected, or when the line breaks before the answer, it resolves with code `disconnected`: the outcome is then unknown. */
  request<N extends RequestName>(name: N, payload: RequestInput<N>): Promise<Replies[N] | Disconnected>;
  /** After every connect and reconnect. A different `epoch` than before means a restarted server. */
  onWelcome(handler: (welcome: Welcome) => void): Unsubscribe;
  onDisconnect(handler: (reason: string) => void): Unsubscribe;
  /** One frame's items in order; a frame is handed over whole. */
  onFrame(handler: (items: FrameItem[]) => void): Unsubscribe;
  close(): void;
}

/** A link that can also wait: only in extension hosts, whose NodeCG API is synchronous. */
export interface SyncLink extends Link {
  /** Blocks this thread until the gateway answers. Frames that arrive meanwhile are delivered afterwards, in order. */
  requestSync<N extends RequestName>(name: N, payload: RequestInput<N>): Replies[N] | Disconnected;
}

export type Disconnected = { ok: false; error: { code: 'disconnected'; message: string } };
