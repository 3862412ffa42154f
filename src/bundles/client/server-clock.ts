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
const samples = 5;
const sampleEveryMs = 200;

/** Follows a link. The clock is measured by round trips at each connection and once a minute, so it is off by less than half of the quickest. */
export function createConnection(link: Link): Connection {
  const events = new Emitter();
  let offsetMs = Date.now() - performance.now();

  // The quickest of several round trips says most: one that met a busy page is off by up to half of its length.
  const measure = async (): Promise<void> => {
    let quickestMs = Infinity;
    for (let sample = 0; sample < samples && link.connected; sample += 1) {
      if (sample > 0) await new Promise((resolve) => setTimeout(resolve, sampleEveryMs));
      const sent = performance.now();
      const reply = await link.request('ping', {});
      const tookMs = performance.now() - sent;
      if (!reply.ok || tookMs >= quickestMs) continue;
      quickestMs = tookMs;
      offsetMs = reply.value.serverTime - (sent + tookMs / 2);
    }
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
