import { Emitter } from './emitter.ts';
import type { Link } from './link.ts';

/** The connection as pages show and use it: a store for React, and the server's clock. */
export interface Connection {
  /** True while connected. */
  get(): boolean;
  /** Calls back at every change; returns the end. */
  subscribe(handler: () => void): () => void;
  /** The server's clock, milliseconds since 1970; this computer's until the first connection. Doesn't jump when this computer's clock is set. */
  serverNow(): number;
  readonly events: Emitter;
}

const measureEveryMs = 60_000;

/** Follows a link. The clock is measured by the round trip at each connection and once a minute, so it is off by less than half of that. */
export function createConnection(link: Link): Connection {
  const events = new Emitter();
  let offsetMs = Date.now() - performance.now();

  const measure = async (): Promise<void> => {
    if (!link.connected) return;
    const sent = performance.now();
    const reply = await link.request('ping', {});
    if (reply.ok) offsetMs = reply.value.serverTime - (sent + performance.now()) / 2;
  };
  link.onWelcome((welcome) => {
    offsetMs = welcome.serverTime - performance.now();
    events.emit('change');
    void measure();
  });
  link.onDisconnect(() => void events.emit('change'));
  setInterval(() => void measure(), measureEveryMs);

  return {
    events,
    get: () => link.connected,
    subscribe(handler) {
      events.on('change', handler);
      return () => void events.off('change', handler);
    },
    serverNow: () => performance.now() + offsetMs,
  };
}
